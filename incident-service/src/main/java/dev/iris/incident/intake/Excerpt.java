package dev.iris.incident.intake;

/** Long text made short: never in the middle of a character, and visibly. */
public final class Excerpt {

  private Excerpt() {}

  /** The text, or its beginning and an ellipsis; at most {@code max} chars. */
  public static String of(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end) + '…';
  }
}
