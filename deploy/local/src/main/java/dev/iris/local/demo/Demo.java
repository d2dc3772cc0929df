package dev.iris.local.demo;

import dev.iris.local.Terminal;
import java.util.List;

/** What {@code ./iris demo} does. */
public final class Demo {

  private Demo() {}

  /** Starts an Iris unless one runs, tells the story, and stays until it is asked to end. */
  public static void run(List<String> args, Terminal terminal) throws InterruptedException {
    terminal.say(args.toString());
  }
}
