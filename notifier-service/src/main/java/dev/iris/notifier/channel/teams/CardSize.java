package dev.iris.notifier.channel.teams;

/**
 * How long a card may become.
 *
 * @param lines the most alerts it lists
 * @param text the most characters of one text
 */
record CardSize(int lines, int text) {

  /** What a person reads at a glance. */
  static final CardSize USUAL = new CardSize(10, 700);

  /** The next smaller one: fewer lines first, then shorter texts. */
  CardSize smaller() {
    return lines > 5
        ? new CardSize(lines - 1, Math.min(text, 300))
        : new CardSize(Math.max(1, lines - 1), Math.max(20, text / 2));
  }

  boolean isSmallest() {
    return lines == 1 && text == 20;
  }
}
