package dev.iris.enrollment.template;

import dev.iris.enrollment.template.AlloyToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A rendered text that Alloy would take, and in which each value of the context stands inside a string literal.
 *
 * @param text the config
 * @param blocks at its top
 */
record RenderedText(String text, List<AlloyBlock> blocks) {

  RenderedText {
    blocks = List.copyOf(blocks);
  }

  /**
   * Checks what rendering made, with its marks around values, and takes the marks away.
   *
   * @throws UnusableTemplateException with the first fault
   */
  static RenderedText of(String marked) {
    List<Span> values = new ArrayList<>();
    String text = withoutMarks(marked, values);
    checkValues(text, values, AlloyLexer.tokens(text));
    return new RenderedText(text, AlloyParser.parse(text));
  }

  /** A value, from its first character to the one after its last. */
  private record Span(int begin, int end) {}

  private static String withoutMarks(String marked, List<Span> values) {
    StringBuilder text = new StringBuilder(marked.length());
    int begin = 0;
    for (int i = 0; i < marked.length(); i++) {
      char c = marked.charAt(i);
      if (c == AlloyString.VALUE_BEGIN) {
        begin = text.length();
      } else if (c == AlloyString.VALUE_END) {
        values.add(new Span(begin, text.length()));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Both come in order, so one pass is enough. */
  private static void checkValues(String text, List<Span> values, List<AlloyToken> tokens) {
    int token = 0;
    for (Span value : values) {
      while (tokens.get(token).end() <= value.begin() && !tokens.get(token).is(Kind.END)) {
        token++;
      }
      AlloyToken around = tokens.get(token);
      if (!around.is(Kind.STRING)
          || value.begin() <= around.start()
          || value.end() >= around.end()) {
        throw new UnusableTemplateException(
            TemplateFault.Part.RENDERED,
            Position.of(text, value.begin()),
            "a value outside of a string: put it in double quotes");
      }
    }
  }
}
