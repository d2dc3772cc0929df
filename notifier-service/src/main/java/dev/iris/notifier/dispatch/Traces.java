package dev.iris.notifier.dispatch;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Traces as W3C {@code traceparent} texts, for the time that a notification waits to be sent. */
final class Traces {

  private static final String TRACEPARENT = "traceparent";

  private Traces() {}

  /** The trace that runs now; null if none does. */
  static @Nullable String current() {
    Context now = Context.current();
    if (!Span.fromContext(now).getSpanContext().isValid()) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(now, headers, (carrier, name, value) -> headers.put(name, value));
    return headers.get(TRACEPARENT);
  }

  /** A context in which that trace goes on; an empty one without a trace. */
  static Context restore(@Nullable String traceparent) {
    return traceparent == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), traceparent, new Getter());
  }

  private static final class Getter implements TextMapGetter<String> {

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
