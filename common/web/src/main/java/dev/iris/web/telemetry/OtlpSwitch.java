package dev.iris.web.telemetry;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Spans are always recorded and propagated: the trace id is in every log line and in every event. They leave the process only
 * if {@code iris.otlp.endpoint} is set, which is decided at start. (The framework's own switches are made at build time, or
 * stop propagation as well.)
 */
@Singleton
final class OtlpSwitch implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

  private final boolean on;

  OtlpSwitch(@ConfigProperty(name = "iris.otlp.endpoint") Optional<String> endpoint) {
    this.on = endpoint.isPresent();
  }

  @Override
  public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
    builder.addSpanProcessorCustomizer((exporting, config) -> on ? exporting : SpanProcessor.composite());
  }
}
