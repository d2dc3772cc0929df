package dev.iris.messaging.redis.client;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what a failed command means: answered by Redis or not, worth another try or not. */
public final class RedisFailures {

  private static final List<String> TRANSIENT =
      List.of(
          "LOADING",
          "BUSY ",
          "OOM",
          "TRYAGAIN",
          "CLUSTERDOWN",
          "MASTERDOWN",
          "READONLY",
          "MISCONF",
          "NOREPLICAS",
          "UNBLOCKED",
          "FAILOVER");
  private static final String QUEUE_FULL = "Redis waiting queue is full";
  private static final String CONNECTION_CLOSED = "CONNECTION_CLOSED";

  private RedisFailures() {}

  /** The group or the stream is gone: deleted, flushed, or another Redis answers now. */
  public static boolean isNoGroup(Throwable failure) {
    // UNBLOCKED: the key vanished while a blocking read waited on it. A script reports the error
    // inside a longer text.
    return isAnswer(failure)
        && (message(failure).contains("NOGROUP") || message(failure).contains("UNBLOCKED"));
  }

  static boolean isBusyGroup(Throwable failure) {
    return isAnswer(failure) && message(failure).contains("BUSYGROUP");
  }

  static boolean isNoSuchKey(Throwable failure) {
    return isAnswer(failure) && message(failure).contains("no such key");
  }

  /** Whether the connection the command went over can no longer be trusted. */
  static boolean isConnectionLost(Throwable failure) {
    return !isAnswer(failure) && !message(failure).contains(QUEUE_FULL);
  }

  /** Whether the same command may succeed later: Redis is away, starting, full or failing over. */
  public static boolean isTransient(Throwable failure) {
    if (isAnswer(failure)) {
      return TRANSIENT.stream().anyMatch(message(failure)::contains) || isNoGroup(failure);
    }
    return !(failure instanceof Error || isProgrammingError(failure));
  }

  /** Whether the failure comes from Redis or the way to it, and not from a fault in this code. */
  public static boolean isFromRedis(Throwable failure) {
    return isAnswer(failure) || !isProgrammingError(failure);
  }

  private static boolean isProgrammingError(Throwable failure) {
    // Vert.x reports connection trouble as IOException, its own VertxException or a message-only
    // throwable; never as one of the JDK's runtime exceptions.
    return failure instanceof RuntimeException
        && failure.getClass().getName().startsWith("java.")
        && !(failure.getCause() instanceof IOException)
        && !(failure instanceof IllegalStateException);
  }

  private static boolean isAnswer(Throwable failure) {
    return failure instanceof ErrorType
        && !message(failure).contains(CONNECTION_CLOSED)
        && !(failure instanceof TimeoutException);
  }

  private static String message(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message == null ? "" : message;
  }
}
