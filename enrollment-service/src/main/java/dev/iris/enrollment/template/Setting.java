package dev.iris.enrollment.template;

import dev.iris.enrollment.template.SettingKind.Secret;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a type of service.
 *
 * @param fallback what it is when nobody says; null for not set
 * @param sample another value it could have, for trying a template out
 * @param description for people
 */
record Setting(
    String name, SettingKind kind, @Nullable Object fallback, Object sample, String description) {

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  static Setting of(
      String name, SettingKind kind, @Nullable Object fallback, Object sample, String description) {
    return new Setting(name, kind, fallback, sample, description);
  }

  boolean secret() {
    return kind instanceof Secret;
  }

  /** The variable of a secret of one service. */
  String variable(String type, String label) {
    return ("IRIS_" + type + "_" + label + "_" + HUMP.matcher(name).replaceAll("_"))
        .toUpperCase(Locale.ROOT);
  }
}
