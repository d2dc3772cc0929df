package dev.iris.enrollment.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a setting may be. */
sealed interface SettingKind {

  /** A text with these characters, 1 to {@code max} of them; no control characters ever. */
  record Text(int max, Pattern allowed, String rule) implements SettingKind {}

  /** A whole number in these limits. */
  record Whole(long min, long max) implements SettingKind {}

  /** True or false. */
  record Flag() implements SettingKind {}

  /** One of these. */
  record Choice(List<String> values) implements SettingKind {}

  /** Some names of collectors. */
  record Names(int max) implements SettingKind {}

  /** A password: not for the config, but for a variable. */
  record Secret(Encoding encoding) implements SettingKind {}

  /** How a secret is written in its variable. */
  enum Encoding {
    /** As it is. */
    LITERAL,
    /** Percent-encoded, as it becomes a part of a URL. */
    PERCENT
  }

  /** The name that the API shows. */
  default String shown() {
    return switch (this) {
      case Text text -> "text";
      case Whole whole -> "integer";
      case Flag flag -> "boolean";
      case Choice choice -> "choice";
      case Names names -> "names";
      case Secret secret -> "secret";
    };
  }

  /** What a value must be, for whoever gave another. */
  default String rule() {
    return switch (this) {
      case Text text -> text.rule() + ", at most " + text.max() + " characters";
      case Whole whole -> "must be a whole number from " + whole.min() + " to " + whole.max();
      case Flag flag -> "must be true or false";
      case Choice choice -> "must be one of " + choice.values();
      case Names names ->
          "must be a list of at most " + names.max() + " names of lower-case letters, digits and _";
      case Secret secret -> "must be a text of 1 to 1000 characters without control characters";
    };
  }

  /** The value as templates see it; empty if it is not of this kind. */
  default Optional<Object> read(JsonNode value) {
    return switch (this) {
      case Text text ->
          SettingKinds.text(value, text.max())
              .filter(text.allowed().asMatchPredicate())
              .map(t -> t);
      case Whole whole ->
          value.isIntegralNumber()
                  && value.canConvertToLong()
                  && value.longValue() >= whole.min()
                  && value.longValue() <= whole.max()
              ? Optional.of(value.longValue())
              : Optional.empty();
      case Flag flag -> value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
      case Choice choice ->
          SettingKinds.text(value, 100).filter(choice.values()::contains).map(t -> t);
      case Names names -> SettingKinds.names(value, names.max()).map(t -> t);
      case Secret secret -> SettingKinds.text(value, 1000).map(t -> t);
    };
  }

  /** The kinds that the built-in types use, and what they share. */
  final class SettingKinds {

    static final SettingKind PORT = new Whole(1, 65_535);
    static final SettingKind FLAG = new Flag();
    static final SettingKind HOST =
        new Text(
            253,
            Pattern.compile(
                "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"),
            "must be a host name or an address");
    static final SettingKind PATH =
        new Text(
            255,
            Pattern.compile("/[A-Za-z0-9._/-]+"),
            "must be an absolute path of letters, digits and ._-");
    static final SettingKind HTTP_URL =
        new Text(
            1000,
            Pattern.compile("https?://[A-Za-z0-9.:\\[\\]_-]+(?:/[A-Za-z0-9._~/%?&=+:@,;-]*)?"),
            "must be an http or https address");

    /** Without anything that a shell would read. */
    static final SettingKind PLAIN_HTTP_URL =
        new Text(
            255,
            Pattern.compile("https?://[A-Za-z0-9.:_-]+(?:/[A-Za-z0-9._/-]*)?"),
            "must be an http or https address of letters, digits and ./:_-");

    static final SettingKind FREE =
        new Text(
            256,
            Pattern.compile(".+", Pattern.DOTALL),
            "must be a text without control characters");
    static final SettingKind WITHOUT_COLON =
        new Text(
            128, Pattern.compile("[^:]+"), "must be a text without `:` and control characters");

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");

    private SettingKinds() {}

    private static Optional<String> text(JsonNode value, int max) {
      return Optional.ofNullable(value.textValue())
          .filter(
              text -> !text.isEmpty() && text.length() <= max && EnvironmentFile.isUsable(text));
    }

    private static Optional<List<String>> names(JsonNode value, int max) {
      if (!value.isArray() || value.size() > max) {
        return Optional.empty();
      }
      List<String> names = new ArrayList<>();
      for (JsonNode item : value) {
        if (!item.isTextual() || !NAME.matcher(item.textValue()).matches()) {
          return Optional.empty();
        }
        names.add(item.textValue());
      }
      return Optional.of(List.copyOf(names));
    }
  }
}
