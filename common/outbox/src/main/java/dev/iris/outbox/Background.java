package dev.iris.outbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One event loop for all that a service does by itself, apart from the requests that gave rise to it and from their traces. Steps
 * run there one at a time, so that they need no locks.
 */
@Singleton
public final class Background {

  private static final Logger LOG = Logger.getLogger(Background.class);

  /**
   * A trace that is not sampled: without it each query of each sweep would be exported as a trace of its own, several a second.
   */
  public static final Context UNTRACED =
      Context.root()
          .with(
              Span.wrap(
                  SpanContext.create(
                      "00000000000000000000000000000001",
                      "0000000000000001",
                      TraceFlags.getDefault(),
                      TraceState.getDefault())));

  private final Vertx vertx;
  private final io.vertx.core.Context loop;
  private final List<Long> timers = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  Background(Vertx vertx) {
    this.vertx = vertx;
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Runs a step soon. What it starts belongs to the trace, up to the last callback. */
  public void run(Context trace, Runnable step) {
    io.vertx.core.Context own =
        Objects.requireNonNull(VertxContext.createNewDuplicatedContext(loop));
    QuarkusContextStorage.INSTANCE.attach(own, trace);
    own.runOnContext(ignored -> step.run());
  }

  /** Runs a step soon, in no trace. */
  public void run(Runnable step) {
    run(UNTRACED, step);
  }

  /** Runs a step soon, in no trace; not at all once the application goes down. */
  void runUnlessStopping(Runnable step) {
    run(
        () -> {
          if (!stopped) {
            step.run();
          }
        });
  }

  /** Runs a step after a while, in no trace; not at all once the application goes down. */
  public void runAfter(Duration delay, Runnable step) {
    vertx.setTimer(
        Math.max(1, delay.toMillis()),
        timer -> {
          if (!stopped) {
            run(step);
          }
        });
  }

  /** Leads back to where the caller is now, trace included, from wherever an answer arrives. */
  public static Executor here() {
    io.vertx.core.Context now = Vertx.currentContext();
    return now == null ? Runnable::run : task -> now.runOnContext(ignored -> task.run());
  }

  /**
   * Does the work now and at intervals, never twice at a time, until the application goes down. Of failures in a row only the first is
   * logged.
   *
   * @param name of the work, for the log
   */
  public void every(Duration interval, String name, Supplier<Uni<Void>> work) {
    AtomicBoolean busy = new AtomicBoolean();
    AtomicBoolean failing = new AtomicBoolean();
    Runnable tick =
        () -> {
          if (!stopped && busy.compareAndSet(false, true)) {
            work.get()
                .onTermination()
                .invoke(() -> busy.set(false))
                .subscribe()
                .with(done -> recovered(name, failing), failure -> failed(name, failing, failure));
          }
        };
    timers.add(vertx.setPeriodic(0, Math.max(1, interval.toMillis()), timer -> run(tick)));
  }

  private void failed(String name, AtomicBoolean failing, Throwable failure) {
    if (!stopped && failing.compareAndSet(false, true)) {
      LOG.warnf("%s waits: %s", name, failure);
    }
  }

  private static void recovered(String name, AtomicBoolean failing) {
    if (failing.compareAndSet(true, false)) {
      LOG.infof("%s goes on", name);
    }
  }

  /** Before the pools are closed: what runs then fails, and that is nobody's concern. */
  void stop(@Observes ShutdownEvent ending) {
    stopped = true;
    timers.forEach(vertx::cancelTimer);
  }
}
