package dev.iris.enrollment.template;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/**
 * What ours adds to the engine: whatever is printed goes through {@link AlloyValue}, each round of a loop is counted, attributes are
 * keys of maps and nothing else.
 */
final class AlloyExtension extends AbstractExtension {

  static final Map<String, Filter> FILTERS =
      Map.of("percent", new TextFilter(UrlPart::percent), "urlhost", new TextFilter(UrlPart::host));

  private final RenderBudget budget;

  AlloyExtension(RenderBudget budget) {
    this.budget = budget;
  }

  @Override
  public Map<String, Filter> getFilters() {
    return FILTERS;
  }

  @Override
  public List<NodeVisitorFactory> getNodeVisitors() {
    return List.of(template -> new Guards((PebbleTemplateImpl) template, budget));
  }

  @Override
  public List<AttributeResolver> getAttributeResolver() {
    return List.of(new MapKeys());
  }

  /** Puts the escaper around each print, and the counter into each loop. */
  private static final class Guards extends AbstractNodeVisitor {

    private final RenderBudget budget;

    Guards(PebbleTemplateImpl template, RenderBudget budget) {
      super(template);
      this.budget = budget;
    }

    @Override
    public void visit(PrintNode node) {
      node.setExpression(new AlloyValue(node.getExpression()));
    }

    @Override
    public void visit(ForNode node) {
      super.visit(node);
      node.getBody().getChildren().addFirst(new Step(node.getLineNumber(), budget));
    }
  }

  private static final class Step extends AbstractRenderableNode {

    private final RenderBudget budget;

    Step(int line, RenderBudget budget) {
      super(line);
      this.budget = budget;
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
      budget.step();
    }

    @Override
    public void accept(NodeVisitor visitor) {
      visitor.visit(this);
    }
  }
}
