package dev.iris.notifier.channel.teams;

import java.net.URI;
import java.util.Locale;

/**
 * Text for a card's TextBlock, which Teams reads as a subset of Markdown. What strangers wrote must come out as they wrote it.
 * Escaping the parentheses also disarms the {@code {{DATE(…)}}} functions of Adaptive Cards.
 */
final class CardMarkdown {

  private CardMarkdown() {}

  /** The text as literal text. It must be one line. */
  static String escape(String line) {
    StringBuilder escaped = new StringBuilder(line.length() + 16);
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (isSpecial(c) || startsSomething(line, at, c)) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /** Bold literal text. */
  static String bold(String line) {
    return "**" + escape(line) + "**";
  }

  /** A link with a text of ours. */
  static String link(String text, URI target) {
    StringBuilder address = new StringBuilder();
    // The address is ASCII without blanks already; what is left could end the link or begin an
    // emphasis.
    for (char c : target.toString().toCharArray()) {
      if ("()[]<>*_\\`\"'".indexOf(c) >= 0) {
        address.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
      } else {
        address.append(c);
      }
    }
    return "[" + text + "](" + address + ")";
  }

  private static boolean isSpecial(char c) {
    return "\\`*_[]()~".indexOf(c) >= 0;
  }

  /** Marks that mean something only where they stand: lists, headings and quotes at the start, tags and entities anywhere. */
  private static boolean startsSomething(String line, int at, char c) {
    char next = at + 1 < line.length() ? line.charAt(at + 1) : ' ';
    return switch (c) {
      case '-', '+', '#', '>', '=' -> at == 0;
      case '.' -> at > 0 && line.substring(0, at).chars().allMatch(Character::isDigit);
      case '<' -> Character.isLetter(next) || next == '/' || next == '!' || next == '?';
      case '&' -> Character.isLetter(next) || next == '#';
      default -> false;
    };
  }
}
