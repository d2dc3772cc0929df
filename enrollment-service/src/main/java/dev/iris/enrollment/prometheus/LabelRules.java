package dev.iris.enrollment.prometheus;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which labels people may give a host. Names that begin with {@code __} would re-aim the scraper; those that Iris and Prometheus
 * set tell series apart; and a label that is nearly a known one ({@code maintainer}) is found by no panel and no rule.
 */
public final class LabelRules {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,99}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int MOST_LABELS = 32;
  private static final int LONGEST_VALUE = 1024;
  private static final int SHORTEST_PREFIX = 3;
  private static final int LONG_NAME = 6;

  /** What Iris, its rules and its dashboards go by. */
  private static final Set<String> KNOWN =
      Set.of("environment", "location", "priority", "maintainers", "service", "service_type");

  private static final Set<String> SET_BY_IRIS = Set.of("job", "instance", "hostname");

  /** On a target they would rename what exporters and alerts use. */
  private static final Set<String> OF_PROMETHEUS =
      Set.of("le", "quantile", "alertname", "alertstate", "severity");

  private LabelRules() {}

  /** What is wrong with these labels; empty if nothing is. */
  public static List<LabelFault> faults(Map<String, String> labels) {
    List<LabelFault> faults = new ArrayList<>();
    if (labels.size() > MOST_LABELS) {
      faults.add(new LabelFault("", "more than " + MOST_LABELS + " labels"));
    }
    new TreeMap<>(labels)
        .forEach(
            (name, value) ->
                nameFault(name)
                    .or(() -> valueFault(value))
                    .ifPresent(message -> faults.add(new LabelFault(shown(name), message))));
    return List.copyOf(faults);
  }

  private static Optional<String> nameFault(String name) {
    if (name.startsWith("__")) {
      return Optional.of("may not begin with __: such labels steer the scraper");
    }
    if (SET_BY_IRIS.contains(name) || name.toLowerCase(Locale.ROOT).startsWith("iris_")) {
      return Optional.of("is set by Iris");
    }
    if (OF_PROMETHEUS.contains(name) || name.startsWith("exported_")) {
      return Optional.of("is set by Prometheus and its exporters");
    }
    Optional<String> meant = nearMiss(name);
    if (meant.isPresent()) {
      return Optional.of(
          SET_BY_IRIS.contains(meant.get())
              ? "looks like " + meant.get() + ", which Iris sets by itself"
              : "is not a known name: did you mean " + meant.get() + "?");
    }
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("is not letters, digits and _, beginning with no digit, 100 at most");
  }

  private static Optional<String> nearMiss(String name) {
    if (KNOWN.contains(name)) {
      return Optional.empty();
    }
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-.\\s]", "_");
    return Stream.concat(KNOWN.stream(), SET_BY_IRIS.stream())
        .sorted()
        .filter(known -> isNear(plain, known))
        .findFirst();
  }

  private static boolean isNear(String name, String known) {
    if (name.length() < SHORTEST_PREFIX) {
      return false;
    }
    int slips = known.length() >= LONG_NAME ? 2 : 1;
    return known.startsWith(name) || Typos.between(name, known) <= slips;
  }

  private static Optional<String> valueFault(String value) {
    if (value.isBlank() || !value.equals(value.strip())) {
      return Optional.of("has a value that is empty, or begins or ends with a blank");
    }
    if (CONTROL.matcher(value).find()) {
      return Optional.of("has a value with control characters");
    }
    try {
      int bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value)).remaining();
      return bytes <= LONGEST_VALUE
          ? Optional.empty()
          : Optional.of("has a value of more than " + LONGEST_VALUE + " bytes");
    } catch (CharacterCodingException _) {
      return Optional.of("has a value that is no text");
    }
  }

  /** Names can be anything, and as long; what is said about them goes to logs and pages. */
  private static String shown(String name) {
    String clean = CONTROL.matcher(name).replaceAll("?");
    return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
  }
}
