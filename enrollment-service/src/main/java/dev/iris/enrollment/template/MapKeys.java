package dev.iris.enrollment.template;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.ForNode.LoopVariables;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The only attributes there are: keys of the context's maps, and where a loop is. No class, no method, no field of anything. */
final class MapKeys implements AttributeResolver {

  @Override
  public @Nullable ResolvedAttribute resolve(
      @Nullable Object instance,
      @Nullable Object name,
      Object @Nullable [] values,
      @Nullable ArgumentsNode arguments,
      EvaluationContextImpl context,
      String file,
      int line) {
    if (arguments != null || !(name instanceof String key)) {
      return null;
    }
    if (instance instanceof ContextMap map && map.values().containsKey(key)) {
      return new ResolvedAttribute(map.values().get(key));
    }
    if (instance instanceof LoopVariables loop) {
      return switch (key) {
        case "first" -> new ResolvedAttribute(loop.isFirst());
        case "last" -> new ResolvedAttribute(loop.isLast());
        case "index" -> new ResolvedAttribute((long) loop.getIndex());
        default -> null;
      };
    }
    return null;
  }

  /**
   * A variable with attributes. Not a Map, so that the engine has no way of its own with it.
   *
   * @param values null for what is not set
   */
  record ContextMap(Map<String, @Nullable Object> values) {}
}
