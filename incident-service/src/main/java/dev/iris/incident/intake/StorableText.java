package dev.iris.incident.intake;

/**
 * Text as PostgreSQL can keep it: it takes neither NUL nor half of a surrogate pair, and JSON may spell both. Each becomes
 * U+FFFD, so that one odd character never costs an alert.
 */
final class StorableText {

  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The same text where it is storable, which it nearly always is; else a copy. */
  static String of(String text) {
    int at = firstUnstorable(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder storable = new StringBuilder(text);
    while (at >= 0) {
      storable.setCharAt(at, REPLACEMENT);
      at = firstUnstorable(text, at + 1);
    }
    return storable.toString();
  }

  private static int firstUnstorable(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isHighSurrogate(c)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at += 2;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return at;
      } else {
        at++;
      }
    }
    return -1;
  }
}
