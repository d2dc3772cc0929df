package dev.iris.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.iris.testing.HttpSink.Answer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A collector that takes traces over OTLP, HTTP with protobuf bodies, and keeps their spans. To use it:
 * {@code quarkus.otel.exporter.otlp.endpoint} = {@link #endpoint()}, {@code quarkus.otel.exporter.otlp.protocol=http/protobuf}.
 */
public final class OtlpSink implements AutoCloseable {

  private final List<SeenSpan> spans = new CopyOnWriteArrayList<>();
  private final HttpSink http = HttpSink.start();

  private OtlpSink() {
    http.answerBy(this::collect);
  }

  /** A started one on a port that the system gives. */
  public static OtlpSink start() {
    return new OtlpSink();
  }

  /** What to give to an exporter; it appends {@code /v1/traces} itself. */
  public String endpoint() {
    return "http://127.0.0.1:" + http.port();
  }

  /** All spans so far; a copy. */
  public List<SeenSpan> spans() {
    return List.copyOf(spans);
  }

  /** The spans of one trace. */
  public List<SeenSpan> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  /** Forgets all spans. */
  public void reset() {
    spans.clear();
  }

  @Override
  public void close() {
    http.close();
  }

  private Answer collect(HttpSink.Request request) {
    if (!request.path().equals("/v1/traces")) {
      return Answer.status(404);
    }
    try {
      ExportTraceServiceRequest.parseFrom(plain(request)).getResourceSpansList().forEach(this::add);
      return Answer.status(200).withHeader("Content-Type", "application/x-protobuf");
    } catch (InvalidProtocolBufferException e) {
      return Answer.status(400);
    }
  }

  private static byte[] plain(HttpSink.Request request) {
    if (!request.header("content-encoding").orElse("").equals("gzip")) {
      return request.body();
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(ResourceSpans resource) {
    String service =
        attributes(resource.getResource().getAttributesList())
            .getOrDefault("service.name", "unknown");
    resource.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(span -> SeenSpan.of(service, span))
        .forEach(spans::add);
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, OtlpSink::text, (first, second) -> first));
  }

  private static String text(KeyValue attribute) {
    return switch (attribute.getValue().getValueCase()) {
      case STRING_VALUE -> attribute.getValue().getStringValue();
      case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
      case BOOL_VALUE -> Boolean.toString(attribute.getValue().getBoolValue());
      case DOUBLE_VALUE -> Double.toString(attribute.getValue().getDoubleValue());
      default -> attribute.getValue().toString();
    };
  }

  /**
   * A span that came in; ids are lower-case hex.
   *
   * @param parentId null for the root of a trace
   * @param links the spans it is linked with
   */
  public record SeenSpan(
      String service,
      String name,
      String kind,
      String traceId,
      String spanId,
      @Nullable String parentId,
      List<Link> links,
      Map<String, String> attributes) {

    static SeenSpan of(String service, Span span) {
      String parent = hex(span.getParentSpanId());
      return new SeenSpan(
          service,
          span.getName(),
          span.getKind().name().replace("SPAN_KIND_", ""),
          hex(span.getTraceId()),
          hex(span.getSpanId()),
          parent.isEmpty() ? null : parent,
          span.getLinksList().stream()
              .map(link -> new Link(hex(link.getTraceId()), hex(link.getSpanId())))
              .toList(),
          OtlpSink.attributes(span.getAttributesList()));
    }

    private static String hex(ByteString bytes) {
      return HexFormat.of().formatHex(bytes.toByteArray());
    }
  }

  /** The other end of a link. */
  public record Link(String traceId, String spanId) {}
}
