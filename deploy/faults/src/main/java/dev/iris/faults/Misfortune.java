package dev.iris.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fault after the other from a shuffled deck, with a recovery after each; the deck is shuffled again when it is used up. A brief
 * one goes through its deck once.
 */
final class Misfortune implements Runnable {

  private final List<Fault> deck;
  private final Random random;
  private final boolean brief;
  private final Timeline timeline;
  private final Consumer<Fault> recovery;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable Throwable broken;

  /** @param recovery what is waited for after a fault */
  Misfortune(
      List<Fault> deck, Random random, boolean brief, Timeline timeline, Consumer<Fault> recovery) {
    this.deck = new ArrayList<>(deck);
    this.random = random;
    this.brief = brief;
    this.timeline = timeline;
    this.recovery = recovery;
  }

  @Override
  public void run() {
    if (deck.isEmpty()) {
      return;
    }
    try {
      do {
        Collections.shuffle(deck, random);
        for (Fault fault : deck) {
          if (stopped(Duration.ofMillis(random.nextLong(500, 2_000)))) {
            return;
          }
          strike(fault);
        }
      } while (!brief);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      broken = e;
    }
  }

  /** What kept it from going on; null if nothing did. */
  @Nullable Throwable broken() {
    return broken;
  }

  /** Ends the current fault and begins no other. */
  void stop() {
    stopping.countDown();
  }

  private void strike(Fault fault) throws InterruptedException {
    Duration lasts = fault.lasts(brief, random);
    System.err.printf(
        "  %tT  %s (%d s)%n",
        java.time.LocalTime.now(java.time.ZoneOffset.UTC), fault.name(), lasts.toSeconds());
    Instant began = Instant.now();
    fault.begin().run();
    stopped(lasts);
    fault.end().run();
    timeline.add(fault.name(), began, Instant.now());
    recovery.accept(fault);
  }

  private boolean stopped(Duration pause) throws InterruptedException {
    return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
