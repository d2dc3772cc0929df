package dev.iris.enrollment.template;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A filter that makes a text of a text. */
final class TextFilter implements Filter {

  private final UnaryOperator<String> change;

  TextFilter(UnaryOperator<String> change) {
    this.change = change;
  }

  @Override
  public Object apply(
      Object input,
      Map<String, Object> args,
      PebbleTemplate self,
      EvaluationContext context,
      int line) {
    if (input instanceof String text) {
      return change.apply(text);
    }
    throw new UnprintableException("this filter takes a text", line);
  }

  @Override
  public List<String> getArgumentNames() {
    return List.of();
  }
}
