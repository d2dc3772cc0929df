package dev.iris.enrollment.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines NAME=BASE64 that a script of Iris prints. A host may answer anything: what is not of that form is not there, control
 * characters vanish, and everything has an end.
 */
public final class Answer {

  private static final int MAX_LINES = 2000;
  private static final int MAX_LENGTH = 300;
  private static final Pattern LINE = Pattern.compile("([a-z0-9-]{1,40})=([A-Za-z0-9+/]*={0,2})");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

  private final Map<String, String> facts = new HashMap<>();

  /** What a host printed. */
  public Answer(String output) {
    output.lines().map(LINE::matcher).filter(line -> line.matches()).forEach(this::keep);
  }

  private void keep(MatchResult line) {
    try {
      byte[] value = Base64.getDecoder().decode(line.group(2));
      facts.put(line.group(1), new String(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException cut) {
      // a line that lost its end says nothing
    }
  }

  /** Whether the script came to its end. */
  public boolean complete() {
    return facts.containsKey("complete");
  }

  /** All of a fact, with its lines. */
  public String whole(String name) {
    return facts.getOrDefault(name, "");
  }

  /** A fact of one line. */
  public String text(String name) {
    return lines(name).findFirst().orElse("");
  }

  /** The lines of a fact that hold something. */
  public Stream<String> lines(String name) {
    return whole(name)
        .lines()
        .limit(MAX_LINES)
        .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
        .map(line -> line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) : line)
        .filter(line -> !line.isEmpty());
  }

  /** The lines of a fact, each once. */
  public Set<String> set(String name) {
    return lines(name).collect(Collectors.toSet());
  }

  /** Lines of a name and a number. */
  public Map<String, Long> numbers(String name) {
    return lines(name)
        .map(line -> List.of(line.split(" ", 2)))
        .filter(pair -> pair.size() == 2 && NUMBER.matcher(pair.getLast()).matches())
        .collect(
            Collectors.toMap(List::getFirst, pair -> Long.valueOf(pair.getLast()), (a, _) -> a));
  }

  /** Lines NAME=VALUE. */
  public Map<String, String> settings(String name) {
    return lines(name)
        .map(line -> List.of(line.split("=", 2)))
        .filter(pair -> pair.size() == 2)
        .collect(Collectors.toMap(List::getFirst, List::getLast, (a, _) -> a));
  }
}
