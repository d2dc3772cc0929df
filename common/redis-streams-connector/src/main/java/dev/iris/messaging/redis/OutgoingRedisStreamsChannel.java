package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.RedisFailures;
import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.client.StreamConnection;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.providers.helpers.MultiUtils;
import io.smallrye.reactive.messaging.providers.helpers.SenderProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One outgoing channel: adds each message to a stream, acks it once Redis has it, nacks it when
 * Redis would not take it.
 */
final class OutgoingRedisStreamsChannel {

  private static final Logger LOG = Logger.getLogger(OutgoingRedisStreamsChannel.class);

  private final OutgoingSettings settings;
  private final StreamConnection connection;
  private final @Nullable StreamTracing tracing;
  private final Flow.Subscriber<? extends Message<?>> subscriber;
  private volatile @Nullable Trouble trouble;
  private volatile boolean closed;

  OutgoingRedisStreamsChannel(
      OutgoingSettings settings, StreamConnection connection, @Nullable StreamTracing tracing) {
    this.settings = settings;
    this.connection = connection;
    this.tracing = tracing;
    var sender = new SenderProcessor(settings.maxInFlight(), true, this::send);
    this.subscriber =
        MultiUtils.via(
            sender,
            messages ->
                messages
                    .onFailure()
                    .invoke(
                        failure ->
                            LOG.errorf(
                                failure, "channel=%s: upstream failed", settings.channel())));
  }

  Flow.Subscriber<? extends Message<?>> subscriber() {
    return subscriber;
  }

  String name() {
    return settings.channel();
  }

  OutgoingSettings settings() {
    return settings;
  }

  /** From now on the first failure to send is final. */
  void close() {
    closed = true;
  }

  /** Why sending does not work now; empty if it does, or if nobody has tried for a while. */
  Optional<String> trouble() {
    Trouble last = trouble;
    Duration relevant = settings.retry().max().multipliedBy(3);
    return last == null || System.nanoTime() - last.since() > relevant.toNanos()
        ? Optional.empty()
        : Optional.of(last.message());
  }

  /** Never fails: a failure would end the channel for good. */
  private Uni<Void> send(Message<?> message) {
    return Uni.createFrom()
        .deferred(() -> add(message))
        .onItemOrFailure()
        .transformToUni(
            (id, failure) -> failure == null ? sent(message, id) : refused(message, failure))
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf(
                    "channel=%s: the sender's acknowledgement failed: %s",
                    settings.channel(), failure))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<String> add(Message<?> message) {
    var metadata = message.getMetadata(OutgoingRedisStreamsMetadata.class);
    String stream =
        metadata.flatMap(OutgoingRedisStreamsMetadata::stream).orElse(settings.stream());
    Map<String, String> fields =
        new LinkedHashMap<>(metadata.map(OutgoingRedisStreamsMetadata::fields).orElse(Map.of()));
    fields.put(settings.payloadField(), payload(message));
    if (tracing != null) {
      tracing.sending(message, new StreamTrace(stream, null, null, null, fields));
    }
    Uni<String> add =
        Uni.createFrom()
            .deferred(() -> StreamCommands.add(connection, stream, fields, keepSince()))
            .onFailure()
            .invoke(this::failed);
    return settings.retries() == 0 ? add : retried(add);
  }

  private Uni<String> retried(Uni<String> add) {
    return add.onFailure(failure -> !closed && RedisFailures.isTransient(failure))
        .retry()
        .withBackOff(settings.retry().initial(), settings.retry().max())
        .atMost(settings.retries());
  }

  private Uni<Void> sent(Message<?> message, String id) {
    trouble = null;
    OutgoingMessageMetadata.setResultOnMessage(message, id);
    return Uni.createFrom().completionStage(message::ack);
  }

  private Uni<Void> refused(Message<?> message, Throwable failure) {
    LOG.warnf("channel=%s: not sent: %s", settings.channel(), failure);
    return Uni.createFrom().completionStage(() -> message.nack(failure));
  }

  private void failed(Throwable failure) {
    trouble = new Trouble(failure.toString(), System.nanoTime());
  }

  private @Nullable Instant keepSince() {
    return settings.retainFor().map(Instant.now()::minus).orElse(null);
  }

  private static String payload(Message<?> message) {
    Object payload = message.getPayload();
    if (payload instanceof CharSequence
        || payload instanceof Number
        || payload instanceof Boolean) {
      return payload.toString();
    }
    throw new IllegalArgumentException(
        "the payload must be text, not "
            + (payload == null ? "null" : payload.getClass().getName()));
  }

  private record Trouble(String message, long since) {}
}
