package dev.iris.outbox;

import dev.iris.messaging.redis.DependencyUnavailableException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures of PostgreSQL as a whole from failures of a statement. */
final class PostgresFailures {

  /** Connection, authorization while a secret is changed, out of connections or disk, shutting down, input and output. */
  private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "28", "53", "57", "58");

  /** Of class 57: what the statement or the operator of a query did, not the server. */
  private static final Set<String> CANCELLED = Set.of("57000", "57014");

  /** Serialization failure and deadlock: the same transaction succeeds when it is run again. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  private PostgresFailures() {}

  /** The server cannot be reached, or cannot work at present. */
  static boolean isUnavailable(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException refused) {
        String state = String.valueOf(refused.getSqlState());
        return state.length() == 5
            && UNAVAILABLE_CLASSES.contains(state.substring(0, 2))
            && !CANCELLED.contains(state);
      }
      // The last one is how the pool says that no connection became free in time.
      if (cause instanceof IOException
          || cause instanceof ClosedConnectionException
          || cause instanceof NoStackTraceThrowable) {
        return true;
      }
    }
    return false;
  }

  /** The transaction lost against another one. */
  static boolean isConflict(Throwable failure) {
    return failure instanceof PgException refused
        && CONFLICTS.contains(String.valueOf(refused.getSqlState()));
  }

  static DependencyUnavailableException unavailable(Throwable failure) {
    return new DependencyUnavailableException("PostgreSQL is not available", failure);
  }
}
