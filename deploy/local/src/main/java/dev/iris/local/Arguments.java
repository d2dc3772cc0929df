package dev.iris.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a command: options with a value ({@code --port 8080} or {@code --port=8080}), switches, and plain words. */
public final class Arguments {

  private final Map<String, String> options;
  private final List<String> words;

  private Arguments(Map<String, String> options, List<String> words) {
    this.options = Map.copyOf(options);
    this.words = List.copyOf(words);
  }

  /**
   * Reads arguments.
   *
   * @param valued names of the options that take a value, without dashes
   * @param switches names of the options that take none
   * @throws Refusal if one is unknown or lacks its value
   */
  public static Arguments parse(List<String> arguments, Set<String> valued, Set<String> switches) {
    Map<String, String> options = new HashMap<>();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        words.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
      if (switches.contains(name) && equals < 0) {
        options.put(name, "true");
      } else if (!valued.contains(name)) {
        throw new Refusal("There is no option --%s here; ./iris help lists them.".formatted(name));
      } else if (equals >= 0) {
        options.put(name, argument.substring(equals + 1));
      } else if (i + 1 < arguments.size()) {
        options.put(name, arguments.get(++i));
      } else {
        throw new Refusal("The option --%s needs a value.".formatted(name));
      }
    }
    return new Arguments(options, words);
  }

  /** The value of an option. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** Whether a switch is given. */
  public boolean has(String name) {
    return options.containsKey(name);
  }

  /**
   * The value of an option that is a whole number.
   *
   * @throws Refusal if it is none, or out of range
   */
  public int number(String name, int otherwise, int least, int most) {
    String text = options.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below, with the same words as a number out of range
    }
    throw new Refusal(
        "--%s takes a number from %d to %d, not \"%s\".".formatted(name, least, most, text));
  }

  /** What is neither an option nor its value. */
  public List<String> words() {
    return words;
  }
}
