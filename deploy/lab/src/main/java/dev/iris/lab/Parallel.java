package dev.iris.lab;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The same for many hosts at once; some at a time, as each starts processes. */
final class Parallel {

  private static final int AT_ONCE = 16;

  private Parallel() {}

  /** All are tried; then the first failure is thrown. */
  static <T> void each(List<T> all, Consumer<T> action) {
    Semaphore turns = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running =
          all.stream()
              .<Future<?>>map(one -> threads.submit(() -> take(turns, one, action)))
              .toList();
      for (Future<?> future : running) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new LabException("" + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  /** From 1. */
  static void upTo(int last, Consumer<Integer> action) {
    each(IntStream.rangeClosed(1, last).boxed().toList(), action);
  }

  private static <T> void take(Semaphore turns, T one, Consumer<T> action) {
    turns.acquireUninterruptibly();
    try {
      action.accept(one);
    } finally {
      turns.release();
    }
  }
}
