package dev.iris.enrollment.template;

import java.util.regex.Pattern;

/**
 * Lines of the file that gives Alloy its environment. systemd reads it, and the scripts of the packages source it by /bin/sh as
 * root: a line means the same to both, and no value is anything but a value.
 */
public final class EnvironmentFile {

  private static final Pattern NAME = Pattern.compile("IRIS_[A-Z0-9_]{1,200}");

  private EnvironmentFile() {}

  /**
   * The line that sets a variable, without a line feed.
   *
   * @throws IllegalArgumentException if the name is not one of ours, or the value {@linkplain #isUsable cannot be one}; its message
   *     does not hold the value
   */
  public static String line(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a variable of Iris");
    }
    if (!isUsable(value)) {
      throw new IllegalArgumentException(name + " holds a control character or is not Unicode");
    }
    StringBuilder line = new StringBuilder(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      // Only these mean something between double quotes, to the shell as to systemd.
      if (c == '"' || c == '\\' || c == '$' || c == '`') {
        line.append('\\');
      }
      line.append(c);
    }
    return line.append('"').toString();
  }

  /** Whether a variable can have this value: no control characters (systemd drops such a variable), no half of a surrogate pair. */
  public static boolean isUsable(String value) {
    return value.chars().noneMatch(Character::isISOControl) && AlloyString.isUnicode(value);
  }
}
