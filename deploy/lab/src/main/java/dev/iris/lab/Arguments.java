package dev.iris.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wanted on the command line. */
record Arguments(Command command, LabSettings settings) {

  static final String USAGE =
      """
      usage: ./iris lab up N [--base BASE,…] [--with PACKAGE,…] [--network 10.77.0] [--dir DIR]
             ./iris lab status|env|down [--dir DIR]
        BASE is %s: hosts are made from them in turn
        PACKAGE is one of Debian's that every host is to have besides"""
          .formatted(String.join(", ", Base.names()));

  enum Command {
    UP,
    DOWN,
    STATUS,
    ENV
  }

  /** It was not said properly. */
  static final class Unclear extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unclear(String message) {
      super(message);
    }
  }

  Path folder() {
    return settings.folder();
  }

  static Arguments of(Path checkout, List<String> words) {
    return of(checkout, words, System.getenv("IRIS_LAB_ALLOY"));
  }

  static Arguments of(Path checkout, List<String> words, @Nullable String alloy) {
    List<String> rest = new ArrayList<>(words);
    Command command =
        switch (rest.isEmpty() ? "" : rest.removeFirst()) {
          case "up" -> Command.UP;
          case "down" -> Command.DOWN;
          case "status" -> Command.STATUS;
          case "env" -> Command.ENV;
          default -> throw new Unclear("What is to be done with the lab?");
        };
    Path folder = Path.of(option(rest, "--dir").orElse(checkout.resolve(".iris/lab").toString()));
    List<String> bases = list(option(rest, "--base").orElse(Base.DEBIAN_12.id()));
    List<String> with = list(option(rest, "--with").orElse(""));
    Network network = option(rest, "--network").map(Network::new).orElse(Network.USUAL);
    int hosts = command == Command.UP ? count(rest) : 1;
    if (!rest.isEmpty()) {
      throw new Unclear("\"" + rest.getFirst() + "\" is not understood.");
    }
    return new Arguments(
        command,
        new LabSettings(
            folder,
            LabSettings.userCache(),
            network,
            bases.stream().map(Arguments::base).toList(),
            hosts,
            with,
            alloy == null || alloy.isBlank() ? null : Path.of(alloy)));
  }

  private static int count(List<String> rest) {
    if (rest.isEmpty() || !rest.getFirst().matches("[0-9]{1,3}")) {
      throw new Unclear("How many hosts?");
    }
    return Integer.parseInt(rest.removeFirst());
  }

  private static Base base(String id) {
    return Base.named(id).orElseThrow(() -> new Unclear("Hosts are not made from \"" + id + "\"."));
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  /** Takes an option and its value out of the words. */
  private static Optional<String> option(List<String> words, String name) {
    int at = words.indexOf(name);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 == words.size()) {
      throw new Unclear(name + " needs a value.");
    }
    words.remove(at);
    return Optional.of(words.remove(at));
  }
}
