package dev.iris.enrollment.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag of a template: two braces that print, or a brace and a percent sign that decide.
 *
 * @param statement whether it decides instead of printing
 * @param words what is in it
 * @param start the offset of its first brace
 */
record TemplateTag(boolean statement, List<Word> words, int start) {

  /** A name, a string, a number or a symbol, and where it begins. */
  record Word(String text, int start) {

    boolean isName() {
      return Character.isLetter(text.charAt(0)) || text.charAt(0) == '_';
    }
  }

  private static final Pattern WORD =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|[\\p{L}_][\\p{L}\\p{Nd}_]*+|[0-9]++|[^\"']",
          Pattern.DOTALL);
  private static final Pattern TAG = Pattern.compile("\\{[{%#]");

  TemplateTag {
    words = List.copyOf(words);
  }

  /**
   * All tags of a template, in order; comments are skipped.
   *
   * @throws UnusableTemplateException if one is not closed, or holds what none can
   */
  static List<TemplateTag> all(String source) {
    List<TemplateTag> tags = new ArrayList<>();
    Matcher opening = TAG.matcher(source);
    int at = 0;
    while (opening.find(at)) {
      if (opening.group().equals("{#")) {
        int close = source.indexOf("#}", opening.end());
        if (close < 0) {
          throw fault(source, opening.start(), "a comment that is not closed");
        }
        at = close + 2;
      } else {
        boolean statement = opening.group().equals("{%");
        List<Word> words = new ArrayList<>();
        at = read(source, opening.start(), statement ? "%}" : "}}", words);
        tags.add(new TemplateTag(statement, words, opening.start()));
      }
    }
    return tags;
  }

  /** Reads the words of a tag; where it ends. */
  private static int read(String source, int start, String closing, List<Word> words) {
    Matcher word = WORD.matcher(source);
    int at = start + 2;
    int open = 0;
    while (at < source.length()) {
      if (open == 0 && source.startsWith(closing, at)) {
        return at + 2;
      }
      if (!word.find(at) || word.start() != at) {
        throw fault(source, at, "a string that is not closed");
      }
      String text = word.group();
      if (text.indexOf('#') >= 0) {
        throw fault(source, at, "`#` cannot stand in a tag");
      }
      open += "([{".contains(text) ? 1 : ")]}".contains(text) ? -1 : 0;
      if (!text.isBlank() && !isTrim(source, at, start, closing)) {
        words.add(new Word(text, at));
      }
      at = word.end();
    }
    throw fault(source, start, "a tag that is not closed");
  }

  /** A minus at either end of a tag: it takes the white space beside the tag away. */
  private static boolean isTrim(String source, int at, int start, String closing) {
    return source.charAt(at) == '-' && (at == start + 2 || source.startsWith(closing, at + 1));
  }

  private static UnusableTemplateException fault(String source, int offset, String message) {
    return new UnusableTemplateException(
        TemplateFault.Part.TEMPLATE, Position.of(source, offset), message);
  }
}
