package dev.iris.enrollment.template;

import dev.iris.enrollment.template.AlloyToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a config as {@code alloy fmt} would, and what {@code alloy validate} finds without knowing the components: blocks that are
 * there twice, labels that are missing, attributes that are set twice. The first fault ends it.
 */
final class AlloyParser {

  private static final int DEEPEST = 64;
  private static final Pattern LABEL = Pattern.compile("[\\p{L}_][\\p{L}_\\p{Nd}]*");
  private static final Set<String> RESERVED = Set.of("true", "false", "null");

  private final String text;
  private final List<AlloyToken> tokens;
  private final AlloyExpressions expressions;
  private int next;
  private int depth;

  private AlloyParser(String text) {
    this.text = text;
    tokens = AlloyLexer.tokens(text);
    expressions = new AlloyExpressions(this);
  }

  /**
   * The blocks at the top, in order.
   *
   * @throws UnusableTemplateException if Alloy would not take the text
   */
  static List<AlloyBlock> parse(String text) {
    return new AlloyParser(text).file();
  }

  private List<AlloyBlock> file() {
    List<AlloyBlock> blocks = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    while (!peek().is(Kind.END)) {
      AlloyToken first = peek();
      AlloyBlock block = topBlock();
      if (!ids.add(block.id())) {
        throw fault(first, "there is another `" + block.id() + "`");
      }
      blocks.add(block);
      endStatement();
    }
    return blocks;
  }

  private AlloyBlock topBlock() {
    AlloyToken first = peek();
    Header header = header();
    if (peek().isSymbol("=")) {
      throw fault(first, "an attribute outside of any block");
    }
    if (header.dotted() && header.label() == null) {
      throw fault(first, "`" + header.name() + "` needs a label");
    }
    block();
    return new AlloyBlock(header.name(), header.label(), first.start());
  }

  /** A statement inside a block. */
  private void statement(Set<String> attributes) {
    AlloyToken first = peek();
    Header header = header();
    if (!peek().isSymbol("=")) {
      block();
      return;
    }
    if (header.dotted() || header.label() != null) {
      throw fault(first, "the name of an attribute is one word");
    }
    if (!attributes.add(header.name())) {
      throw fault(first, "`" + header.name() + "` is set twice");
    }
    take();
    expressions.expression();
  }

  private void block() {
    expect("{");
    deeper();
    Set<String> attributes = new HashSet<>();
    while (!peek().isSymbol("}")) {
      statement(attributes);
      if (!peek().isSymbol("}")) {
        endStatement();
      }
    }
    shallower();
    expect("}");
  }

  /** What a statement begins with: a name, perhaps with dots, perhaps with a label. */
  private record Header(String name, boolean dotted, @Nullable String label) {}

  private Header header() {
    StringBuilder name = new StringBuilder(expectName().text());
    boolean dotted = false;
    while (peek().isSymbol(".")) {
      take();
      name.append('.').append(expectName().text());
      dotted = true;
    }
    String label = null;
    if (peek().is(Kind.STRING)) {
      AlloyToken quoted = take();
      label = quoted.text().substring(1, quoted.text().length() - 1);
      if (!LABEL.matcher(label).matches() || RESERVED.contains(label)) {
        throw fault(quoted, "a label is a letter or `_`, then letters, digits and `_`");
      }
    }
    if (!peek().isSymbol("=") && !peek().isSymbol("{")) {
      throw fault(peek(), "`=` or `{` expected, not " + peek().described());
    }
    return new Header(name.toString(), dotted, label);
  }

  private void endStatement() {
    if (!peek().is(Kind.TERMINATOR)) {
      throw fault(peek(), "the end of the line expected, not " + peek().described());
    }
    take();
  }

  AlloyToken peek() {
    return tokens.get(next);
  }

  AlloyToken take() {
    return peek().is(Kind.END) ? peek() : tokens.get(next++);
  }

  AlloyToken expect(String symbol) {
    if (!peek().isSymbol(symbol)) {
      throw fault(peek(), "`" + symbol + "` expected, not " + peek().described());
    }
    return take();
  }

  AlloyToken expectName() {
    if (!peek().is(Kind.NAME)) {
      throw fault(peek(), "a name expected, not " + peek().described());
    }
    return take();
  }

  void deeper() {
    if (++depth > DEEPEST) {
      throw fault(peek(), "nested too deeply");
    }
  }

  void shallower() {
    depth--;
  }

  UnusableTemplateException fault(AlloyToken token, String message) {
    return new UnusableTemplateException(
        TemplateFault.Part.RENDERED, Position.of(text, token.start()), message);
  }
}
