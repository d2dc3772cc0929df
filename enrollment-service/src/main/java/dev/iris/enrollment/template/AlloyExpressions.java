package dev.iris.enrollment.template;

import dev.iris.enrollment.template.AlloyToken.Kind;
import java.util.Set;

/**
 * Reads past Alloy's expressions. What binds stronger does not matter to whether they are well formed, so operands and operators
 * merely alternate.
 */
final class AlloyExpressions {

  private static final Set<String> BINARY =
      Set.of("||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "^");
  private static final Set<String> UNARY = Set.of("!", "-");

  private final AlloyParser parser;

  AlloyExpressions(AlloyParser parser) {
    this.parser = parser;
  }

  void expression() {
    parser.deeper();
    operand();
    while (parser.peek().is(Kind.SYMBOL) && BINARY.contains(parser.peek().text())) {
      parser.take();
      operand();
    }
    parser.shallower();
  }

  private void operand() {
    while (parser.peek().is(Kind.SYMBOL) && UNARY.contains(parser.peek().text())) {
      parser.take();
    }
    primary();
    while (true) {
      if (parser.peek().isSymbol(".")) {
        parser.take();
        parser.expectName();
      } else if (parser.peek().isSymbol("[")) {
        parser.take();
        expression();
        parser.expect("]");
      } else if (parser.peek().isSymbol("(")) {
        parser.take();
        list(")");
      } else {
        return;
      }
    }
  }

  private void primary() {
    AlloyToken token = parser.take();
    switch (token.kind()) {
      case NAME, CONSTANT, NUMBER, STRING, RAW_STRING -> {}
      case SYMBOL -> group(token);
      case TERMINATOR, END -> throw missing(token);
    }
  }

  private void group(AlloyToken opening) {
    switch (opening.text()) {
      case "(" -> {
        expression();
        parser.expect(")");
      }
      case "[" -> list("]");
      case "{" -> fields();
      default -> throw missing(opening);
    }
  }

  /** Values with commas, up to and with what closes them; a comma may be last, and must be where the next line closes. */
  private void list(String closing) {
    while (!parser.peek().isSymbol(closing)) {
      expression();
      if (!parser.peek().isSymbol(closing)) {
        comma(closing);
      }
    }
    parser.take();
  }

  private void fields() {
    while (!parser.peek().isSymbol("}")) {
      AlloyToken key = parser.take();
      if (!key.is(Kind.NAME) && !key.is(Kind.STRING)) {
        throw parser.fault(key, "a name or a string expected, not " + key.described());
      }
      parser.expect("=");
      expression();
      if (!parser.peek().isSymbol("}")) {
        comma("}");
      }
    }
    parser.take();
  }

  private void comma(String closing) {
    if (!parser.peek().isSymbol(",")) {
      throw parser.fault(
          parser.peek(), "`,` or `" + closing + "` expected, not " + parser.peek().described());
    }
    parser.take();
  }

  private UnusableTemplateException missing(AlloyToken token) {
    return parser.fault(token, "a value expected, not " + token.described());
  }
}
