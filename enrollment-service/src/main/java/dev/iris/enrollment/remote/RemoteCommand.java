package dev.iris.enrollment.remote;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * A script for the host's shell. It is a constant: data comes as its input, never as part of it.
 *
 * @param script for {@code /bin/sh} on Unix; it must not hold secrets, for hosts show it in their lists of processes
 * @param input what it reads from standard input
 * @param elevated whether it needs all rights
 * @param limit how long it may take
 */
public record RemoteCommand(String script, byte[] input, boolean elevated, Duration limit) {

  private static final byte[] NOTHING = {};

  public RemoteCommand {
    if (script.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a script is text");
    }
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a command needs time");
    }
    input = input.clone();
  }

  /** A script that reads nothing and needs no rights. */
  public static RemoteCommand of(String script, Duration limit) {
    return new RemoteCommand(script, NOTHING, false, limit);
  }

  /** The same, with something to read. */
  public RemoteCommand reading(byte[] input) {
    return new RemoteCommand(script, input, elevated, limit);
  }

  /** The same, with all rights. */
  public RemoteCommand withAllRights() {
    return new RemoteCommand(script, input, true, limit);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RemoteCommand that
        && script.equals(that.script)
        && Arrays.equals(input, that.input)
        && elevated == that.elevated
        && limit.equals(that.limit);
  }

  @Override
  public int hashCode() {
    return Objects.hash(script, Arrays.hashCode(input), elevated, limit);
  }

  /** Without the input, which may be a secret. */
  @Override
  public String toString() {
    return "RemoteCommand[%d characters, %d bytes of input%s, at most %s]"
        .formatted(script.length(), input.length, elevated ? ", with all rights" : "", limit);
  }
}
