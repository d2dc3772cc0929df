package dev.iris.enrollment.template;

/**
 * A token of Alloy's syntax.
 *
 * @param text as it stands, quotes included
 * @param start the offset of its first character
 */
record AlloyToken(Kind kind, String text, int start) {

  /** What it is. */
  enum Kind {
    NAME,
    /** {@code true}, {@code false}, {@code null}. */
    CONSTANT,
    NUMBER,
    /** Between double quotes. */
    STRING,
    /** Between back-ticks. */
    RAW_STRING,
    SYMBOL,
    /** The end of a line that ends a statement. */
    TERMINATOR,
    END
  }

  int end() {
    return start + text.length();
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** For people. */
  String described() {
    return switch (kind) {
      case TERMINATOR -> "the end of the line";
      case END -> "the end of the text";
      case STRING, RAW_STRING -> "a string";
      case NAME, CONSTANT, NUMBER, SYMBOL ->
          "`" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "`";
    };
  }
}
