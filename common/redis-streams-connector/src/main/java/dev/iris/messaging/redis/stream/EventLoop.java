package dev.iris.messaging.redis.stream;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The one Vert.x context on which a channel's state lives. What is executed on it runs in order,
 * never twice at a time.
 */
public final class EventLoop implements Executor {

  private final ContextInternal context;

  public EventLoop(Vertx vertx) {
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Runs the task now if the caller is on the loop already, else soon. */
  @Override
  public void execute(Runnable task) {
    if (isCurrent()) {
      task.run();
    } else {
      context.runOnContext(ignored -> task.run());
    }
  }

  /** Runs the task on the loop after the delay, unless it is cancelled before. */
  public Timer after(Duration delay, Runnable task) {
    long id = context.setTimer(Math.max(1, delay.toMillis()), fired -> task.run());
    return () -> context.owner().cancelTimer(id);
  }

  /**
   * Runs the action on a duplicate of the loop's context, as a message's handler does: a session or
   * a trace that it binds there is its own.
   */
  public <T> Uni<T> onFreshContext(Supplier<Uni<T>> action) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Context fresh = context.duplicate();
              VertxContextSafetyToggle.setContextSafe(fresh, true);
              fresh.runOnContext(
                  ignored ->
                      Uni.createFrom()
                          .deferred(action::get)
                          .subscribe()
                          .with(emitter::complete, emitter::fail));
            });
  }

  private boolean isCurrent() {
    return Vertx.currentContext() == context && Context.isOnEventLoopThread();
  }

  /** Something that is going to happen. */
  @FunctionalInterface
  public interface Timer {
    void cancel();
  }
}
