package dev.iris.enrollment.template;

/** The escapes that Alloy takes in a string: fewer than its documentation says, {@code \'} is none. */
final class AlloyEscape {

  private static final String SINGLE = "abfnrtv\\\"";

  private AlloyEscape() {}

  /**
   * Where the escape ends that begins at this backslash.
   *
   * @throws UnusableTemplateException if it is none
   */
  static int end(String text, int backslash) {
    int at = backslash + 1;
    if (at >= text.length()) {
      throw fault(text, backslash, "an escape that is not finished");
    }
    char c = text.charAt(at);
    if (SINGLE.indexOf(c) >= 0) {
      return at + 1;
    }
    return switch (c) {
      case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(text, backslash, at, 3, 8, 255);
      case 'x' -> digits(text, backslash, at + 1, 2, 16, 255);
      case 'u' -> digits(text, backslash, at + 1, 4, 16, Character.MAX_CODE_POINT);
      case 'U' -> digits(text, backslash, at + 1, 8, 16, Character.MAX_CODE_POINT);
      default -> throw fault(text, backslash, "an escape that Alloy does not know");
    };
  }

  private static int digits(
      String text, int backslash, int from, int count, int radix, long largest) {
    int end = from + count;
    long value = 0;
    for (int at = from; at < end; at++) {
      int digit =
          at < text.length() && text.charAt(at) < 0x80
              ? Character.digit(text.charAt(at), radix)
              : -1;
      if (digit < 0) {
        throw fault(text, backslash, "an escape that lacks digits");
      }
      value = value * radix + digit;
    }
    if (value > largest || (value >= 0xD800 && value <= 0xDFFF)) {
      throw fault(text, backslash, "an escape that is no character");
    }
    return end;
  }

  private static UnusableTemplateException fault(String text, int offset, String message) {
    return new UnusableTemplateException(
        TemplateFault.Part.RENDERED, Position.of(text, offset), message);
  }
}
