package dev.iris.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error (RFC 9457) as Iris writes it, whichever layer refused: filter, router, resource. {@code traceId} is
 * what an operator looks for in the logs.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDocument(
    String type,
    String title,
    int status,
    @Nullable String detail,
    String instance,
    String code,
    @Nullable String traceId,
    List<FieldFault> errors) {

  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** The document for a problem that occurred at this path. */
  public static ProblemDocument of(IrisProblem problem, String path) {
    var span = Span.current().getSpanContext();
    return new ProblemDocument(
        "urn:iris:problem:" + problem.code(),
        problem.title(),
        problem.status(),
        problem.detail(),
        path,
        problem.code(),
        span.isValid() ? span.getTraceId() : null,
        problem.faults());
  }

  /** The JSON. */
  public String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings must be writable", e);
    }
  }
}
