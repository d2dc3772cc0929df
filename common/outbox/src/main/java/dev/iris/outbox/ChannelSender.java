package dev.iris.outbox;

import dev.iris.messaging.redis.OutgoingRedisStreamsMetadata;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Sends through the channel {@code outbox}, each event to its own stream and in the trace that it was written in. */
@Singleton
final class ChannelSender implements EventSender {

  private static final int BUFFER = 1024;

  private final MutinyEmitter<String> emitter;

  /** The buffer is bounded, so that a Redis that hangs cannot fill the memory: what does not fit fails and is sent later. */
  ChannelSender(
      @Channel("outbox") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<String> emitter) {
    this.emitter = emitter;
  }

  @Override
  public Uni<Void> send(DueEvent event) {
    Metadata metadata =
        Metadata.of(
            OutgoingRedisStreamsMetadata.ofStream(event.stream()),
            TracingMetadata.withCurrent(TraceContext.restore(event.traceparent())));
    return Uni.createFrom()
        .deferred(() -> emitter.sendMessage(Message.of(event.payload(), metadata)));
  }
}
