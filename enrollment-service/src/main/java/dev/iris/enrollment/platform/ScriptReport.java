package dev.iris.enrollment.platform;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a script of Iris answers.
 *
 * @param refusal why it did not do what it was for: a code; empty if it did
 * @param changed whether anything was otherwise before
 * @param log what the commands that it ran printed
 * @param facts what else it says
 */
public record ScriptReport(Optional<String> refusal, boolean changed, String log, Answer facts) {

  private static final Pattern CODE = Pattern.compile("[a-z][a-z-]{1,60}");

  /**
   * Reads what a host printed.
   *
   * @return nothing if the script did not come to its end
   */
  public static Optional<ScriptReport> read(String output) {
    Answer facts = new Answer(output);
    if (!facts.complete()) {
      return Optional.empty();
    }
    return Optional.of(
        new ScriptReport(
            Optional.of(facts.text("refused")).filter(code -> CODE.matcher(code).matches()),
            facts.text("changed").equals("yes"),
            facts.whole("log"),
            facts));
  }
}
