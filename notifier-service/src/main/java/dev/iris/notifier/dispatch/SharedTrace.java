package dev.iris.notifier.dispatch;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * The trace of work that is done for several at once. What belongs to one trace stays in it, so that a quiet alert is followed
 * from its webhook to its outcome; what belongs to several gets a trace of its own, with a link to each.
 */
@ApplicationScoped
class SharedTrace {

  private final OpenTelemetry telemetry;

  SharedTrace(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
  }

  /**
   * Where the work goes on.
   *
   * @param name of the span that links them, if there is one
   * @param traces at least one
   */
  Context of(String name, List<Context> traces) {
    List<SpanContext> spans =
        traces.stream().map(trace -> Span.fromContext(trace).getSpanContext()).toList();
    if (spans.stream().map(SpanContext::getTraceId).distinct().count() == 1) {
      return traces.getFirst();
    }
    SpanBuilder builder = telemetry.getTracer("dev.iris.notifier").spanBuilder(name).setNoParent();
    spans.stream().filter(SpanContext::isValid).forEach(builder::addLink);
    Span span = builder.startSpan();
    span.end();
    return Context.root().with(span);
  }
}
