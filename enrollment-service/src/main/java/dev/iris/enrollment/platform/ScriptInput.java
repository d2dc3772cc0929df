package dev.iris.enrollment.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The data of a script. It goes by standard input and lies in a file of the host's memory each, so that it is nobody's argument
 * and in no list of processes.
 */
public final class ScriptInput {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  private final Map<String, String> values;

  private ScriptInput(Map<String, String> values) {
    this.values = values;
  }

  /** No data. */
  public static ScriptInput none() {
    return new ScriptInput(Map.of());
  }

  /** These data. */
  public static ScriptInput of(Map<String, String> values) {
    ScriptInput all = none();
    for (Map.Entry<String, String> value : values.entrySet()) {
      all = all.and(value.getKey(), value.getValue());
    }
    return all;
  }

  /** One more. */
  public ScriptInput and(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name for data: " + name);
    }
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new ScriptInput(more);
  }

  byte[] bytes() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + " " + base64(value.getValue()) + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the values, which may be secrets. */
  @Override
  public String toString() {
    return "ScriptInput" + values.keySet();
  }
}
