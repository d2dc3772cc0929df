package dev.iris.notifier.rendering;

/**
 * Text of strangers made harmless for any medium: one line, no control characters, nothing that reverses the writing direction,
 * no half surrogates, and no longer than wanted. What a medium itself interprets (HTML, Markdown) is that medium's affair.
 */
public final class PlainText {

  private static final char ELLIPSIS = '…';

  private PlainText() {}

  /**
   * The text on one line.
   *
   * @param max the most UTF-16 units of the result, an ellipsis included
   */
  public static String line(String text, int max) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), max + 2));
    boolean gap = false;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (isGap(point)) {
        gap = !clean.isEmpty();
      } else if (!isHidden(point)) {
        if (gap) {
          clean.append(' ');
          gap = false;
        }
        clean.appendCodePoint(isHalf(point) ? 0xFFFD : point);
      }
      if (clean.length() > max) {
        return cut(clean, max);
      }
    }
    return clean.toString();
  }

  private static String cut(StringBuilder text, int max) {
    int end = max - 1;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    text.setLength(end);
    return text.append(ELLIPSIS).toString();
  }

  private static boolean isGap(int point) {
    return point == 0
        || Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.isISOControl(point);
  }

  /** Marks that change how their neighbours are shown, and marks that show nothing. */
  private static boolean isHidden(int point) {
    return (point >= 0x200B && point <= 0x200F)
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2060 && point <= 0x206F)
        || point == 0xFEFF
        || point == 0x061C
        || (point >= 0xE0000 && point <= 0xE007F);
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
