package dev.iris.outbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Traces as W3C {@code traceparent} texts, for the time that something lies in a table. */
public final class TraceContext {

  private static final String TRACEPARENT = "traceparent";
  private static final TextMapGetter<String> TEXT = new SingleHeader();

  private TraceContext() {}

  /** The trace that runs in this context; null if none does. */
  public static @Nullable String capture(Context context) {
    if (!Span.fromContext(context).getSpanContext().isValid()) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(context, headers, (carrier, name, value) -> headers.put(name, value));
    return headers.get(TRACEPARENT);
  }

  /** A context in which that trace goes on; an empty one without a trace, so that no other one is caught by chance. */
  public static Context restore(@Nullable String traceparent) {
    return traceparent == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, TEXT);
  }

  /** The trace that a message came in; an empty context without one. */
  static Context of(Message<?> message) {
    return TracingMetadata.fromMessage(message)
        .map(TracingMetadata::getCurrentContext)
        .orElseGet(Context::root);
  }

  private static final class SingleHeader implements TextMapGetter<String> {

    @Override
    public Iterable<String> keys(String carrier) {
      return List.of(TRACEPARENT);
    }

    @Override
    public @Nullable String get(@Nullable String carrier, String key) {
      return key.equals(TRACEPARENT) ? carrier : null;
    }
  }
}
