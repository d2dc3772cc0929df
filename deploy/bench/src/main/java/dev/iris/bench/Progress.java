package dev.iris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.testing.LocalIris;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How far Iris is with what it was sent since an instant, as its ledger and its deliveries tell. */
final class Progress {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The ledger counts a run's alerts on every question; asked more often, it would be a good part of the load. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final LocalIris iris;
  private final Instant since;

  Progress(LocalIris iris, Instant since) {
    this.iris = iris;
    this.since = since;
  }

  /** Waits until so many pieces of news were told. */
  void awaitTold(int wanted) {
    await(() -> news().path("told").asInt() >= wanted, wanted + " pieces of news told");
  }

  /** Waits until all news is told and the webhook channel has all of it. */
  void awaitAllTold() {
    await(() -> allTold() && nothingWaitsFor("webhook"), "everything told");
  }

  /** Waits until the channels that people read have all of it, too, one by one or counted in the messages of a storm. */
  void awaitNobodyWaits() {
    await(() -> nothingWaitsFor("teams") && nothingWaitsFor("mail"), "cards and mails");
  }

  private boolean allTold() {
    JsonNode ledger = ledger();
    return ledger.at("/occurrences/queued").asInt() == 0 && ledger.at("/news/pending").asInt() == 0;
  }

  /** The ledger from the instant on. */
  JsonNode ledger() {
    return iris.get("/api/v1/ledger?from=" + since);
  }

  private JsonNode news() {
    return ledger().path("news");
  }

  private boolean nothingWaitsFor(String channel) {
    return iris.get("/api/v1/deliveries?limit=1&status=pending&channel=" + channel)
        .path("items")
        .isEmpty();
  }

  private static void await(BooleanSupplier condition, String what) {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    @Nullable RuntimeException unanswered = null;
    while (System.nanoTime() < patience) {
      try {
        if (condition.getAsBoolean()) {
          return;
        }
      } catch (RuntimeException away) {
        // A service was killed, and comes back: asked again.
        unanswered = away;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new IllegalStateException("gave up waiting for " + what, unanswered);
  }
}
