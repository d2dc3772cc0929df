package dev.iris.local;

import java.io.PrintStream;

/** What a person reads while Iris runs in the foreground: lines on standard output, complaints on standard error. */
public final class Terminal {

  private final PrintStream out;
  private final PrintStream err;

  private Terminal(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** The terminal that Iris was started from. */
  public static Terminal standard() {
    return new Terminal(System.out, System.err);
  }

  /** One that writes everything to a stream. */
  public static Terminal of(PrintStream stream) {
    return new Terminal(stream, stream);
  }

  /** Prints a line, at once. */
  public synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Prints a complaint, at once. */
  public synchronized void complain(String line) {
    err.println(line);
    err.flush();
  }
}
