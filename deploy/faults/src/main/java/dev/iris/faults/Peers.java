package dev.iris.faults;

import dev.iris.faults.Group.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;

/**
 * Three Alertmanagers that post one group: each its own selection of the alerts, with its own startsAt, one step after the other, now
 * and then far behind. An alert is never left out by its holder, so what the holders posted is what Iris was told.
 */
final class Peers {

  static final int COUNT = 3;
  private static final List<Duration> LATE =
      List.of(Duration.ZERO, Duration.ofMillis(7), Duration.ofMinutes(4));

  private final Door door;
  private final Sent sent;
  private final ExecutorService threads;
  private final Random random;
  private final List<CompletableFuture<Void>> tails = new ArrayList<>();

  Peers(Door door, Sent sent, ExecutorService threads, Random random) {
    this.door = door;
    this.sent = sent;
    this.threads = threads;
    this.random = random;
    for (int peer = 0; peer < COUNT; peer++) {
      tails.add(CompletableFuture.completedFuture(null));
    }
  }

  /**
   * What was begun.
   *
   * @param alerts how many all post together
   * @param held done when the holders of the alerts have posted them
   */
  record Posting(int alerts, CompletableFuture<Void> held) {}

  /** Has all post a step. */
  Posting post(Step step) {
    sent.intend(step);
    List<CompletableFuture<Void>> holders = new ArrayList<>();
    int alerts = 0;
    for (int peer = 0; peer < COUNT; peer++) {
      int mine = peer;
      List<Series.State> states =
          step.states().stream()
              .filter(state -> state.holder() == mine || random.nextInt(10) < 6)
              .toList();
      if (states.isEmpty()) {
        continue;
      }
      alerts += states.size();
      boolean holds = states.stream().anyMatch(state -> state.holder() == mine);
      String body = Webhook.body(step.group(), mine, states, LATE.get(mine));
      List<News> news =
          step.news().stream().filter(one -> holder(step, one.series()) == mine).toList();
      Duration delay = delay();
      CompletableFuture<Void> tail =
          tails
              .get(mine)
              .thenRunAsync(
                  () -> {
                    LockSupport.parkNanos(delay.toNanos());
                    door.post(body);
                    sent.acknowledge(news);
                  },
                  threads);
      tails.set(mine, tail);
      if (holds) {
        holders.add(tail);
      }
    }
    return new Posting(alerts, CompletableFuture.allOf(holders.toArray(CompletableFuture[]::new)));
  }

  /** Done when all that was to be posted was. */
  CompletableFuture<Void> all() {
    return CompletableFuture.allOf(tails.toArray(CompletableFuture[]::new));
  }

  private static int holder(Step step, int series) {
    return step.states().stream()
        .filter(state -> state.series() == series)
        .findFirst()
        .orElseThrow()
        .holder();
  }

  private Duration delay() {
    return random.nextInt(20) == 0
        ? Duration.ofSeconds(5 + random.nextInt(10))
        : Duration.ofMillis(random.nextInt(800));
  }
}
