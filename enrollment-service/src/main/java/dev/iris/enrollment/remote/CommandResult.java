package dev.iris.enrollment.remote;

import java.time.Duration;

/**
 * What came of a command. What it printed was written by the host: it is material to judge, and may hold anything.
 *
 * @param exitCode 0 if the script says that all is well; 128 + n if signal n ended it
 * @param out the beginning of what it printed; what is not UTF-8 became U+FFFD
 * @param err the beginning of its errors; empty where the host mixes them into {@code out}
 * @param truncated whether one of them was longer than what is kept
 * @param took from when it was sent until its end
 */
public record CommandResult(
    int exitCode, String out, String err, boolean truncated, Duration took) {

  /** Whether the script says that all is well. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** Without what the host printed. */
  @Override
  public String toString() {
    return "CommandResult[exit code %d, %d + %d characters%s, %s]"
        .formatted(exitCode, out.length(), err.length(), truncated ? ", truncated" : "", took);
  }
}
