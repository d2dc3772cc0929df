package dev.iris.enrollment.template;

import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a template prints, as Alloy is to read it: texts escaped and marked, for {@link RenderedText} to see that they stand in a
 * string; numbers and booleans as they are; lists of texts as Alloy's lists.
 */
final class AlloyValue implements Expression<String> {

  private final Expression<?> printed;

  AlloyValue(Expression<?> printed) {
    this.printed = printed;
  }

  @Override
  public String evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
    try {
      return written(printed.evaluate(self, context));
    } catch (IllegalArgumentException e) {
      throw new UnprintableException("the value is not Unicode", getLineNumber());
    }
  }

  private String written(@Nullable Object value) {
    return switch (value) {
      case String text -> marked(text);
      case Long number -> number.toString();
      case Integer number -> number.toString();
      case Boolean flag -> flag.toString();
      case List<?> list ->
          list.stream()
              .map(item -> '"' + item(item) + '"')
              .collect(Collectors.joining(", ", "[", "]"));
      case null -> throw unprintable("the value is not set");
      default ->
          throw unprintable("only texts, numbers, booleans and lists of texts can be printed");
    };
  }

  private String item(@Nullable Object item) {
    if (item instanceof String text) {
      return marked(text);
    }
    throw unprintable("a list that is printed holds texts");
  }

  private static String marked(String text) {
    return AlloyString.VALUE_BEGIN + AlloyString.escape(text) + AlloyString.VALUE_END;
  }

  private UnprintableException unprintable(String reason) {
    return new UnprintableException(reason, getLineNumber());
  }

  @Override
  public void accept(NodeVisitor visitor) {
    visitor.visit(this);
  }

  @Override
  public int getLineNumber() {
    return printed.getLineNumber();
  }
}
