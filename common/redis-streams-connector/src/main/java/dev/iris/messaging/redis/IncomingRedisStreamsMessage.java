package dev.iris.messaging.redis;

import dev.iris.messaging.redis.stream.Delivery;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * An entry on its way through the application. Settled once: a second ack or nack gets the outcome
 * of the first.
 */
final class IncomingRedisStreamsMessage
    implements ContextAwareMessage<String>, MetadataInjectableMessage<String> {

  private final Delivery delivery;
  private final String payload;
  private final Settlement settlement;
  private final AtomicReference<@Nullable CompletableFuture<Void>> outcome =
      new AtomicReference<>();
  private volatile Metadata metadata;

  /** Call on a Vert.x context: the message gets a duplicate of it for its own. */
  IncomingRedisStreamsMessage(
      Delivery delivery,
      String payload,
      IncomingRedisStreamsMetadata origin,
      Settlement settlement) {
    this.delivery = delivery;
    this.payload = payload;
    this.settlement = settlement;
    this.metadata = ContextAwareMessage.captureContextMetadata(origin);
  }

  @Override
  public String getPayload() {
    return payload;
  }

  @Override
  public Metadata getMetadata() {
    return metadata;
  }

  @Override
  public void injectMetadata(Object metadataObject) {
    metadata = metadata.with(metadataObject);
  }

  @Override
  public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
    return this::ack;
  }

  @Override
  public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
    return this::nack;
  }

  @Override
  public CompletionStage<Void> ack(Metadata ackMetadata) {
    return settle(settlement.acknowledge(delivery));
  }

  @Override
  public CompletionStage<Void> nack(Throwable reason, @Nullable Metadata nackMetadata) {
    return settle(settlement.fail(delivery, reason));
  }

  private CompletionStage<Void> settle(Uni<Void> how) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> first = outcome.compareAndExchange(null, mine);
    if (first != null) {
      return first;
    }
    how.emitOn(this::runOnMessageContext)
        .subscribe()
        .with(mine::complete, mine::completeExceptionally);
    return mine;
  }
}
