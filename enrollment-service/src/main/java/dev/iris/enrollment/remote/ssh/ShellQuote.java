package dev.iris.enrollment.remote.ssh;

/** The one way in which a text becomes one word of a command line. */
final class ShellQuote {

  private ShellQuote() {}

  /**
   * The text as one word for any shell that knows single quotes.
   *
   * @throws IllegalArgumentException if it has more than one line or holds a NUL, which shells treat in ways of their own
   */
  static String quote(String text) {
    if (text.chars().anyMatch(c -> c == '\0' || c == '\n' || c == '\r')) {
      throw new IllegalArgumentException("not a single line of text");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
