package dev.iris.local;

import dev.iris.local.launcher.Launcher;
import dev.iris.local.launcher.UpOptions;
import java.util.concurrent.atomic.AtomicInteger;

/** Ties a whole Iris to this process: whatever ends the one ends the other. */
public final class Foreground {

  private static final AtomicInteger CODE = new AtomicInteger();

  private Foreground() {}

  /** Ends this process, and with it the Iris that is tied to it. */
  public static void exit(int code) {
    CODE.set(code);
    System.exit(code);
  }

  /**
   * Starts an Iris and returns when it is ready. It ends when this process is asked to end (SIGINT, SIGTERM, SIGHUP), after
   * which the exit code is 0.
   */
  public static void start(UpOptions options, Terminal terminal) {
    Launcher launcher = Launcher.of(options, terminal);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launcher, terminal), "stop"));
    try {
      launcher.start();
    } catch (RuntimeException e) {
      launcher.close();
      throw e;
    }
  }

  private static void stop(Launcher launcher, Terminal terminal) {
    if (launcher.isClosed()) {
      // it could not start; whoever closes it has the word, and the exit code
      launcher.close();
      return;
    }
    terminal.say("Stopping Iris");
    launcher.close();
    terminal.say("Iris is stopped; its data is kept.");
    // being asked to end is no failure: without this the code would be 130 or 143
    Runtime.getRuntime().halt(CODE.get());
  }
}
