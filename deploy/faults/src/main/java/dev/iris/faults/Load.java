package dev.iris.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Alerts come in: so many a second, with bursts, from groups that fire and resolve, until it is stopped. */
final class Load implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final int TICKS_BETWEEN_BURSTS = 300;
  private static final int TICKS_OF_A_BURST = 15;
  private static final int BURST = 8;
  private static final int MOST_GROUPS = 120;
  private static final int SHORTEST_REST_MILLIS = 500;
  private static final int LONGEST_REST_MILLIS = 8_000;

  private final Door door;
  private final Sent sent;
  private final double alertsPerSecond;
  private final Random random;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Running> active = new ArrayList<>();
  private final List<CompletableFuture<Void>> unfinished = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Thread ticker = Thread.ofPlatform().name("load").unstarted(this::run);
  private final AtomicInteger groups = new AtomicInteger();
  private final AtomicInteger series = new AtomicInteger();
  private final AtomicLong alerts = new AtomicLong();

  Load(Door door, Sent sent, double alertsPerSecond, long seed) {
    this.door = door;
    this.sent = sent;
    this.alertsPerSecond = alertsPerSecond;
    this.random = new Random(seed);
  }

  /** A group in the middle of its story. */
  private static final class Running {
    private final Group group;
    private final Peers peers;
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private volatile long notBefore;

    Running(Group group, Peers peers) {
      this.group = group;
      this.peers = peers;
    }

    boolean isReady() {
      return ready.get() && System.nanoTime() - notBefore > 0;
    }
  }

  void start() {
    ticker.start();
  }

  /** Begins nothing new and waits until everything that was begun is taken; false if it is not within that time. */
  boolean finish(Duration patience) throws InterruptedException {
    stopped.set(true);
    ticker.join();
    active.forEach(one -> unfinished.add(one.peers.all()));
    try {
      CompletableFuture.allOf(unfinished.toArray(CompletableFuture[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load broke", e.getCause());
    }
  }

  /** What was posted so far: groups, series and alerts, those of all peers counted. */
  record Figures(int groups, int series, long alerts) {}

  Figures figures() {
    return new Figures(groups.get(), series.get(), alerts.get());
  }

  @Override
  public void close() {
    stopped.set(true);
    threads.shutdownNow();
  }

  private void run() {
    double allowance = 0;
    for (long tick = 0; !stopped.get(); tick++) {
      boolean burst = tick % TICKS_BETWEEN_BURSTS >= TICKS_BETWEEN_BURSTS - TICKS_OF_A_BURST;
      double more = alertsPerSecond * TICK.toMillis() / 1000 * (burst ? BURST : 1);
      allowance = Math.min(allowance + more, alertsPerSecond * BURST);
      while (allowance > 0 && !stopped.get()) {
        int posted = postOne();
        if (posted == 0) {
          break;
        }
        allowance -= posted;
        alerts.addAndGet(posted);
      }
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  /** 0 if every group waits for an answer. */
  private int postOne() {
    Optional<Running> chosen = active.stream().filter(Running::isReady).findFirst().or(this::begin);
    if (chosen.isEmpty()) {
      return 0;
    }
    Running next = chosen.get();
    next.ready.set(false);
    active.remove(next);
    Peers.Posting posting = next.peers.post(next.group.step());
    unfinished.removeIf(one -> one.isDone() && !one.isCompletedExceptionally());
    unfinished.add(posting.held().thenRun(() -> rest(next)));
    if (next.group.isOver()) {
      unfinished.add(next.peers.all());
    } else {
      active.add(next);
    }
    return Math.max(1, posting.alerts());
  }

  private void rest(Running running) {
    long rest = random.nextInt(SHORTEST_REST_MILLIS, LONGEST_REST_MILLIS);
    running.notBefore = System.nanoTime() + Duration.ofMillis(rest).toNanos();
    running.ready.set(true);
  }

  private Optional<Running> begin() {
    if (active.size() >= MOST_GROUPS) {
      return Optional.empty();
    }
    long seed = random.nextLong();
    Group group = new Group(groups.getAndIncrement(), series.get(), new Random(seed));
    series.addAndGet(group.size());
    return Optional.of(new Running(group, new Peers(door, sent, threads, new Random(seed + 1))));
  }
}
