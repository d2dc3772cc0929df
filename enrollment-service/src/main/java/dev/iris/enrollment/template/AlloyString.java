package dev.iris.enrollment.template;

/**
 * Writes Alloy's string literals. What is escaped stays between the quotes whatever it is; two texts are never written alike; what
 * Alloy reads back is what was given.
 */
final class AlloyString {

  /**
   * Around each value in a rendered text, until {@link RenderedText} has seen where it stands. Noncharacters: a value that holds them
   * is written with escapes, and a template that does is refused.
   */
  static final char VALUE_BEGIN = '\uFDD0';

  static final char VALUE_END = '\uFDD1';

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private AlloyString() {}

  /** A whole literal, with its quotes. */
  static String quote(String value) {
    return '"' + escape(value) + '"';
  }

  /**
   * What stands between the quotes.
   *
   * @throws IllegalArgumentException if the value is not Unicode: half of a surrogate pair can be written in no way
   */
  static String escape(String value) {
    if (!isUnicode(value)) {
      throw new IllegalArgumentException("half of a surrogate pair");
    }
    StringBuilder escaped = new StringBuilder(value.length() + 16);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '"' -> escaped.append("\\\"");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (mustBeEscaped(c)) {
            escaped.append("\\u%04x".formatted((int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }

  /** Whether it holds no half of a surrogate pair, which no UTF-8 can express. */
  static boolean isUnicode(String value) {
    return value.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private static boolean mustBeEscaped(char c) {
    return c < 0x20 || c == 0x7F || c == BYTE_ORDER_MARK || c == VALUE_BEGIN || c == VALUE_END;
  }
}
