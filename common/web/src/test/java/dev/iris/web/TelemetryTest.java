package dev.iris.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.matchesPattern;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.arc.All;
import io.quarkus.opentelemetry.runtime.exporter.otlp.tracing.RemoveableLateBoundSpanProcessor;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code iris.otlp.endpoint} switches, seen without it; the other side is {@link TelemetryExportTest}. */
@QuarkusTest
class TelemetryTest {

  @Inject @All List<SpanProcessor> processors;

  @Test
  void shouldRecordSpansAndExportNone() {
    given().get("/api/v1/samples/7").then().body("traceId", matchesPattern("[0-9a-f]{32}"));

    assertThat(processors).allMatch(RemoveableLateBoundSpanProcessor.class::isInstance);
  }
}
