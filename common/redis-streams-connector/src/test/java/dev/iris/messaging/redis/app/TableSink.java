package dev.iris.messaging.redis.app;

import dev.iris.messaging.redis.DeadLetter;
import dev.iris.messaging.redis.DeadLetterSink;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps dead letters as notes. */
@ApplicationScoped
@Identifier("table")
class TableSink implements DeadLetterSink {

  @Override
  public Uni<Void> deadLetter(DeadLetter letter) {
    String text = "dead after %d: %s".formatted(letter.deliveries(), letter.reason());
    return Panache.withTransaction(
            () -> Note.of(text, letter.fields().getOrDefault("traceparent", "")).persist())
        .replaceWithVoid();
  }
}
