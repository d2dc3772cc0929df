package dev.iris.notifier.channel.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Client spans that tell the host and never the path: the address of a Teams webhook is a secret as a whole. */
@ApplicationScoped
class HttpSpans {

  private final OpenTelemetry telemetry;

  HttpSpans(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** A span for a request that is about to be made. */
  Running start(URI uri, Context parent) {
    Span span =
        telemetry
            .getTracer("dev.iris.notifier")
            .spanBuilder("POST")
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("http.request.method", "POST")
            .setAttribute("server.address", uri.getHost())
            .setAttribute("server.port", (long) uri.getPort())
            .startSpan();
    return new Running(span, parent.with(span));
  }

  /** A span of a request under way. */
  record Running(Span span, Context context) {

    /** The headers with the trace added. */
    Map<String, String> inject(Map<String, String> headers) {
      Map<String, String> all = new HashMap<>(headers);
      W3CTraceContextPropagator.getInstance()
          .inject(context, all, (carrier, name, value) -> all.put(name, value));
      return all;
    }

    void end(HttpOutcome outcome) {
      switch (outcome) {
        case HttpOutcome.Reply reply -> {
          span.setAttribute("http.response.status_code", (long) reply.status());
          if (reply.status() >= 400) {
            span.setStatus(StatusCode.ERROR);
          }
        }
        case HttpOutcome.Trouble trouble ->
            span.setAttribute("error.type", trouble.code()).setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }
}
