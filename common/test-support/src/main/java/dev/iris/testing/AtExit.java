package dev.iris.testing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is to be cleaned up when the JVM ends, the last thing first. The JVM runs its hooks all at once: with one hook each, a
 * server's folder would be gone before the server is told to end, and the server would stay.
 */
final class AtExit {

  private static final Deque<Runnable> TASKS = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(AtExit::runAll));
  }

  private AtExit() {}

  static synchronized void run(Runnable task) {
    TASKS.push(task);
  }

  private static synchronized void runAll() {
    while (!TASKS.isEmpty()) {
      try {
        TASKS.pop().run();
      } catch (RuntimeException e) {
        System.err.println("not cleaned up: " + e);
      }
    }
  }
}
