package dev.iris.outbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
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
 * Runs the work of this module in the background, on a Vert.x context of its own: apart from the requests that gave rise to it
 * and from their traces.
 */
@Singleton
final class Ticker {

  private static final Logger LOG = Logger.getLogger(Ticker.class);

  /**
   * A parent that is not sampled: without one, each query of each sweep would be exported as a trace of its own, several a
   * second. Events are sent in the traces of their rows and are not touched by this.
   */
  private static final io.opentelemetry.context.Context UNTRACED =
      io.opentelemetry.context.Context.root()
          .with(
              Span.wrap(
                  SpanContext.create(
                      "00000000000000000000000000000001",
                      "0000000000000001",
                      TraceFlags.getDefault(),
                      TraceState.getDefault())));

  private final Vertx vertx;
  private final Context context;
  private final List<Long> timers = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  Ticker(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /** Runs a task soon; not at all once the application goes down. */
  void run(Runnable task) {
    Context own = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(context));
    QuarkusContextStorage.INSTANCE.attach(own, UNTRACED);
    own.runOnContext(
        ignored -> {
          if (!stopped) {
            task.run();
          }
        });
  }

  /** Leads back to where the caller is now, from wherever an answer arrives. */
  static Executor here() {
    Context now = Vertx.currentContext();
    return now == null ? Runnable::run : task -> now.runOnContext(ignored -> task.run());
  }

  /**
   * Does the work at intervals and never twice at a time. Of failures in a row only the first is logged.
   *
   * @param name of the work, for the log
   */
  void every(Duration interval, String name, Supplier<Uni<Void>> work) {
    AtomicBoolean busy = new AtomicBoolean();
    AtomicBoolean failing = new AtomicBoolean();
    Runnable tick =
        () -> {
          if (busy.compareAndSet(false, true)) {
            work.get()
                .onTermination()
                .invoke(() -> busy.set(false))
                .subscribe()
                .with(done -> recovered(name, failing), failure -> failed(name, failing, failure));
          }
        };
    run(
        () -> {
          timers.add(vertx.setPeriodic(0, Math.max(1, interval.toMillis()), timer -> run(tick)));
        });
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
