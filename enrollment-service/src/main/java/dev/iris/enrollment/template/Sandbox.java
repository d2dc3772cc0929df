package dev.iris.enrollment.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.lexer.Syntax;
import io.pebbletemplates.pebble.loader.StringLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders templates that may be hostile, within limits, from a context that holds nothing but texts, numbers, booleans, lists of
 * them and {@link MapKeys.ContextMap}s. It takes as long as the limits let it: not for an event loop.
 */
final class Sandbox {

  // Cannot be in a template (TemplateLint), so strings have no way to hold expressions.
  private static final String NO_INTERPOLATION = String.valueOf(AlloyString.VALUE_BEGIN);

  private final RenderLimits limits;

  Sandbox(RenderLimits limits) {
    this.limits = limits;
  }

  /**
   * What comes out, with its values escaped and marked.
   *
   * @throws UnusableTemplateException if nothing does
   */
  String render(String source, Map<String, Object> context) {
    TemplateLint.check(source, context, limits.source());
    RenderBudget budget = new RenderBudget(limits);
    try {
      engine(budget).getTemplate(source).evaluate(budget, context);
      return budget.text();
    } catch (RenderBudget.Spent e) {
      throw fault(source, null, String.valueOf(e.getMessage()));
    } catch (UnprintableException e) {
      throw fault(source, e.line(), e.reason());
    } catch (PebbleException e) {
      throw engineFault(source, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StackOverflowError e) {
      throw fault(source, null, "nested too deeply");
    } catch (RuntimeException e) {
      // The engine has faults of its own for some nonsense; to the template's author it is the
      // same.
      throw fault(source, null, "the template cannot be rendered");
    }
  }

  private static UnusableTemplateException engineFault(String source, PebbleException e) {
    if (e.getCause() instanceof RenderBudget.Spent spent) {
      return fault(source, e.getLineNumber(), String.valueOf(spent.getMessage()));
    }
    if (e.getCause() instanceof UnprintableException unprintable) {
      return fault(source, unprintable.line(), unprintable.reason());
    }
    return fault(source, e.getLineNumber(), "this is not what a template can hold here");
  }

  private static UnusableTemplateException fault(
      String source, @Nullable Integer line, String message) {
    return new UnusableTemplateException(
        TemplateFault.Part.TEMPLATE, TemplateLint.firstTag(source, line), message);
  }

  private static PebbleEngine engine(RenderBudget budget) {
    return new PebbleEngine.Builder()
        .loader(new StringLoader())
        .cacheActive(false)
        .strictVariables(true)
        .autoEscaping(false) // AlloyExtension does it, and there is no way around that
        .defaultLocale(Locale.ROOT)
        .syntax(syntax())
        .methodAccessValidator((object, method) -> false)
        .registerExtensionCustomizer(AllowedLanguage::new)
        .extension(new AlloyExtension(budget))
        .build();
  }

  private static Syntax syntax() {
    Syntax.Builder syntax = new Syntax.Builder().setEnableNewLineTrimming(false);
    syntax.setInterpolationOpenDelimiter(NO_INTERPOLATION);
    return syntax.build();
  }
}
