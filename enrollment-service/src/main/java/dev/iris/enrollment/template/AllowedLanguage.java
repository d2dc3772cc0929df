package dev.iris.enrollment.template;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.UnaryOperator;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left of the engine's language: what a config needs, and nothing by which a short template could make much work. No
 * macros, includes or assignments, no joining of strings, ranges, regular expressions or replacing, and no way around the
 * escaper.
 */
final class AllowedLanguage extends ExtensionCustomizer {

  static final Set<String> TAGS = Set.of("if", "elseif", "else", "endif", "for", "endfor");
  static final Set<String> TESTS = Set.of("empty", "null");

  /** Those of the engine; ours are in {@link AlloyExtension}. */
  static final Set<String> FILTERS = Set.of("length", "lower", "trim", "upper");

  private static final Set<String> OPERATORS =
      Set.of("or", "and", "not", "is", "is not", "contains", "==", "!=", "<", "<=", ">", ">=", "|");

  AllowedLanguage(Extension engines) {
    super(engines);
  }

  @Override
  public Map<String, Filter> getFilters() {
    return only(super.getFilters(), FILTERS);
  }

  @Override
  public Map<String, Test> getTests() {
    return only(super.getTests(), TESTS);
  }

  @Override
  public Map<String, Function> getFunctions() {
    return Map.of();
  }

  @Override
  public List<TokenParser> getTokenParsers() {
    return orEmpty(super.getTokenParsers()).stream()
        .filter(tag -> TAGS.contains(tag.getTag()))
        .toList();
  }

  @Override
  public List<BinaryOperator> getBinaryOperators() {
    return orEmpty(super.getBinaryOperators()).stream()
        .filter(operator -> OPERATORS.contains(operator.getSymbol()))
        .toList();
  }

  @Override
  public List<UnaryOperator> getUnaryOperators() {
    return orEmpty(super.getUnaryOperators()).stream()
        .filter(operator -> OPERATORS.contains(operator.getSymbol()))
        .toList();
  }

  @Override
  public Map<String, Object> getGlobalVariables() {
    return Map.of();
  }

  @Override
  public List<NodeVisitorFactory> getNodeVisitors() {
    return List.of();
  }

  @Override
  public List<AttributeResolver> getAttributeResolver() {
    return List.of();
  }

  private static <T> Map<String, T> only(Map<String, T> all, Set<String> names) {
    Map<String, T> allowed = new HashMap<>(all == null ? Map.of() : all);
    allowed.keySet().retainAll(names);
    return allowed;
  }

  private static <T> List<T> orEmpty(List<T> all) {
    return all == null ? List.of() : all;
  }
}
