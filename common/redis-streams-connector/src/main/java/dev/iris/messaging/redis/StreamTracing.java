package dev.iris.messaging.redis;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.instrumentation.api.incubator.semconv.messaging.MessageOperation;
import io.opentelemetry.instrumentation.api.incubator.semconv.messaging.MessagingAttributesExtractor;
import io.opentelemetry.instrumentation.api.incubator.semconv.messaging.MessagingAttributesGetter;
import io.opentelemetry.instrumentation.api.incubator.semconv.messaging.MessagingSpanNameExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.AttributesExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.instrumenter.InstrumenterBuilder;
import io.smallrye.reactive.messaging.tracing.TracingUtils;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Carries the trace through an entry's fields {@code traceparent}, {@code tracestate} and {@code
 * baggage}.
 */
final class StreamTracing {

  private static final String SCOPE = "io.smallrye.reactive.messaging";

  private final Instrumenter<StreamTrace, Void> instrumenter;

  private StreamTracing(Instrumenter<StreamTrace, Void> instrumenter) {
    this.instrumenter = instrumenter;
  }

  static StreamTracing receiving(OpenTelemetry telemetry) {
    return new StreamTracing(
        builder(telemetry, MessageOperation.RECEIVE).buildConsumerInstrumenter(new FieldGetter()));
  }

  static StreamTracing sending(OpenTelemetry telemetry) {
    return new StreamTracing(
        builder(telemetry, MessageOperation.PUBLISH).buildProducerInstrumenter(new FieldSetter()));
  }

  /**
   * A span for the receipt, child of the sender's; what the application does while it handles the
   * message becomes its child.
   */
  Message<?> received(Message<?> message, StreamTrace trace) {
    return TracingUtils.traceIncoming(instrumenter, message, trace);
  }

  /**
   * A span for the sending, child of the message's; writes the trace headers into the trace's
   * fields.
   */
  void sending(Message<?> message, StreamTrace trace) {
    TracingUtils.traceOutgoing(instrumenter, message, trace);
  }

  private static InstrumenterBuilder<StreamTrace, Void> builder(
      OpenTelemetry telemetry, MessageOperation operation) {
    var attributes = new StreamAttributes();
    return Instrumenter.<StreamTrace, Void>builder(
            telemetry, SCOPE, MessagingSpanNameExtractor.create(attributes, operation))
        .addAttributesExtractor(MessagingAttributesExtractor.create(attributes, operation))
        .addAttributesExtractor(new GroupAttribute());
  }

  private static final class FieldGetter implements TextMapGetter<StreamTrace> {

    @Override
    public Iterable<String> keys(StreamTrace carrier) {
      return carrier.fields().keySet();
    }

    @Override
    public @Nullable String get(@Nullable StreamTrace carrier, String key) {
      return carrier == null ? null : carrier.fields().get(key);
    }
  }

  private static final class FieldSetter implements TextMapSetter<StreamTrace> {

    @Override
    public void set(@Nullable StreamTrace carrier, String key, String value) {
      if (carrier != null) {
        carrier.fields().put(key, value);
      }
    }
  }

  /**
   * The semantic conventions know no Redis Streams; the consumer group is set under the general
   * name.
   */
  private static final class GroupAttribute implements AttributesExtractor<StreamTrace, Void> {

    @Override
    public void onStart(AttributesBuilder attributes, Context parent, StreamTrace trace) {
      if (trace.group() != null) {
        attributes.put("messaging.consumer.group.name", trace.group());
      }
    }

    @Override
    public void onEnd(
        AttributesBuilder attributes,
        Context context,
        StreamTrace trace,
        @Nullable Void response,
        @Nullable Throwable error) {}
  }

  private static final class StreamAttributes
      implements MessagingAttributesGetter<StreamTrace, Void> {

    @Override
    public String getSystem(StreamTrace trace) {
      return "redis";
    }

    @Override
    public String getDestination(StreamTrace trace) {
      return trace.stream();
    }

    @Override
    public @Nullable String getDestinationTemplate(StreamTrace trace) {
      return null;
    }

    @Override
    public boolean isTemporaryDestination(StreamTrace trace) {
      return false;
    }

    @Override
    public boolean isAnonymousDestination(StreamTrace trace) {
      return false;
    }

    @Override
    public @Nullable String getConversationId(StreamTrace trace) {
      return null;
    }

    @Override
    public @Nullable Long getMessageBodySize(StreamTrace trace) {
      return null;
    }

    @Override
    public @Nullable Long getMessageEnvelopeSize(StreamTrace trace) {
      return null;
    }

    @Override
    public @Nullable String getMessageId(StreamTrace trace, @Nullable Void response) {
      return trace.entryId();
    }

    @Override
    public @Nullable String getClientId(StreamTrace trace) {
      return trace.consumer();
    }

    @Override
    public @Nullable Long getBatchMessageCount(StreamTrace trace, @Nullable Void response) {
      return null;
    }

    @Override
    public List<String> getMessageHeader(StreamTrace trace, String name) {
      return List.of();
    }
  }
}
