package dev.iris.lab;

import dev.iris.testing.Program;
import java.time.Duration;
import java.util.List;

/** Runs the programs that a lab is made with. Each ends within a limit and is expected to do well. */
final class Tool {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Tool() {}

  /**
   * @return what it printed
   * @throws LabException if it fails or takes too long; the message holds what it printed
   */
  static String run(String... command) {
    return run(List.of(command));
  }

  static String run(List<String> command) {
    return run(LIMIT, command);
  }

  static String run(Duration limit, List<String> command) {
    Program.Outcome outcome;
    try {
      outcome = Program.run(limit, command);
    } catch (IllegalStateException e) {
      throw new LabException("It took too long: " + e.getMessage(), e);
    }
    if (outcome.code() != 0) {
      throw new LabException(
          "%s ended with %d:%n%s"
              .formatted(String.join(" ", command), outcome.code(), outcome.output().strip()));
    }
    return outcome.output();
  }

  static boolean succeeds(String... command) {
    return Program.run(LIMIT, List.of(command)).code() == 0;
  }
}
