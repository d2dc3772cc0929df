package dev.iris.enrollment.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which system a host says it runs.
 *
 * @param id such as {@code debian}, in lower case; empty if the host does not say
 * @param like what it resembles, the closest first
 * @param version such as {@code 12}; empty where there is none
 * @param name for people
 */
public record OsRelease(String id, List<String> like, String version, String name) {

  private static final int MAX_LENGTH = 100;
  private static final Pattern LINE =
      Pattern.compile(
          "^([A-Z_]+)=(?:\"([^\"\\n]*)\"|'([^'\\n]*)'|([^\\s\"']*))\\s*$", Pattern.MULTILINE);

  public OsRelease {
    like = List.copyOf(like);
  }

  /** Reads /etc/os-release. */
  public static OsRelease parse(String text) {
    Map<String, String> values = new HashMap<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      for (int group = 2; group <= 4; group++) {
        if (line.group(group) != null) {
          values.put(line.group(1), clean(line.group(group)));
        }
      }
    }
    String id = values.getOrDefault("ID", "").toLowerCase(Locale.ROOT);
    return new OsRelease(
        id,
        words(values.getOrDefault("ID_LIKE", "")),
        values.getOrDefault("VERSION_ID", ""),
        values.getOrDefault("PRETTY_NAME", id));
  }

  private static List<String> words(String text) {
    return Pattern.compile("\\s+")
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String clean(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "");
    return printable.length() > MAX_LENGTH ? printable.substring(0, MAX_LENGTH) : printable;
  }
}
