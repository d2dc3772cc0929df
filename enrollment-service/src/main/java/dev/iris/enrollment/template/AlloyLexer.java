package dev.iris.enrollment.template;

import dev.iris.enrollment.template.AlloyToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads Alloy's tokens, as strictly as Alloy does; the first fault ends it. */
final class AlloyLexer {

  private static final Set<String> CONSTANTS = Set.of("true", "false", "null");
  private static final Set<String> PAIRS = Set.of("||", "&&", "!=", "==", "<=", ">=");
  private static final String SINGLES = "!=<>+-*/%^{}()[],.";
  private static final String CLOSING = "})]";

  private final String text;
  private final List<AlloyToken> tokens = new ArrayList<>();
  private int at;
  // Whether the end of this line ends a statement.
  private boolean ends;

  private AlloyLexer(String text) {
    this.text = text;
  }

  /**
   * All tokens, the last one {@link Kind#END}.
   *
   * @throws UnusableTemplateException if it is not Alloy's
   */
  static List<AlloyToken> tokens(String text) {
    return new AlloyLexer(text).read();
  }

  private List<AlloyToken> read() {
    checkCharacters();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' && ends) {
        add(Kind.TERMINATOR, at + 1);
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || (c == '\uFEFF' && at == 0)) {
        at++;
      } else if (text.startsWith("//", at) || text.startsWith("/*", at)) {
        comment();
      } else {
        token(c);
      }
    }
    if (ends) {
      tokens.add(new AlloyToken(Kind.TERMINATOR, "", at));
    }
    tokens.add(new AlloyToken(Kind.END, "", at));
    return tokens;
  }

  private void checkCharacters() {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == 0 || (c == 0xFEFF && i > 0)) {
        throw fault(i, c == 0 ? "a NUL character" : "a byte order mark inside the text");
      }
      if (c >= 0xD800 && c <= 0xDFFF) {
        throw fault(i, "half of a surrogate pair");
      }
    }
  }

  private void token(char c) {
    int letter = text.codePointAt(at);
    if (isLetter(letter)) {
      name();
    } else if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
      number();
    } else if (c == '"') {
      string();
    } else if (c == '`') {
      rawString();
    } else {
      symbol(c);
    }
  }

  private void name() {
    int end = at;
    while (end < text.length()
        && (isLetter(text.codePointAt(end)) || Character.isDigit(text.codePointAt(end)))) {
      end += Character.charCount(text.codePointAt(end));
    }
    add(CONSTANTS.contains(text.substring(at, end)) ? Kind.CONSTANT : Kind.NAME, end);
  }

  private void number() {
    int end = digits(at);
    if (end < text.length() && text.charAt(end) == '.') {
      end = digits(end + 1);
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      end = digits(exponent);
      if (end == exponent) {
        throw fault(at, "a number whose exponent has no digits");
      }
    }
    add(Kind.NUMBER, end);
  }

  private int digits(int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private void string() {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
      end = text.charAt(end) == '\\' ? AlloyEscape.end(text, end) : end + 1;
    }
    if (end >= text.length() || text.charAt(end) != '"') {
      throw fault(at, "a string that is not closed on its line");
    }
    add(Kind.STRING, end + 1);
  }

  private void rawString() {
    int end = text.indexOf('`', at + 1);
    if (end < 0) {
      throw fault(at, "a string in back-ticks that is not closed");
    }
    add(Kind.RAW_STRING, end + 1);
  }

  private void symbol(char c) {
    if (at + 1 < text.length() && PAIRS.contains(text.substring(at, at + 2))) {
      add(Kind.SYMBOL, at + 2);
    } else if (SINGLES.indexOf(c) >= 0) {
      add(Kind.SYMBOL, at + 1);
    } else if (c == '\'') {
      throw fault(at, "a single quote: strings stand in double quotes");
    } else {
      throw fault(at, "the character `" + Character.toString(text.codePointAt(at)) + "`");
    }
  }

  /** A comment that reaches the end of its line ends the statement before it, as the end of the line would. */
  private void comment() {
    boolean block = text.charAt(at + 1) == '*';
    int close = block ? text.indexOf("*/", at + 2) : text.indexOf('\n', at);
    if (block && close < 0) {
      throw fault(at, "a comment that is not closed");
    }
    int end = close < 0 ? text.length() : block ? close + 2 : close;
    if (ends && (text.substring(at, end).indexOf('\n') >= 0 || onlyCommentsUpToLineEnd(end))) {
      tokens.add(new AlloyToken(Kind.TERMINATOR, "", at));
    }
    ends = false;
    at = end;
  }

  private boolean onlyCommentsUpToLineEnd(int from) {
    int next = from;
    while (true) {
      while (next < text.length() && " \t\r".indexOf(text.charAt(next)) >= 0) {
        next++;
      }
      if (next >= text.length() || text.charAt(next) == '\n' || text.startsWith("//", next)) {
        return true;
      }
      int close = text.startsWith("/*", next) ? text.indexOf("*/", next + 2) : -1;
      if (close < 0) {
        return false;
      }
      if (text.substring(next, close).indexOf('\n') >= 0) {
        return true;
      }
      next = close + 2;
    }
  }

  private void add(Kind kind, int end) {
    AlloyToken token = new AlloyToken(kind, text.substring(at, end), at);
    tokens.add(token);
    ends =
        switch (kind) {
          case NAME, CONSTANT, NUMBER, STRING, RAW_STRING -> true;
          case SYMBOL -> CLOSING.contains(token.text());
          case TERMINATOR, END -> false;
        };
    at = end;
  }

  private static boolean isLetter(int c) {
    return c == '_' || Character.isLetter(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private UnusableTemplateException fault(int offset, String message) {
    return new UnusableTemplateException(
        TemplateFault.Part.RENDERED, Position.of(text, offset), message);
  }
}
