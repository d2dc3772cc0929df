package dev.iris.outbox;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Records spans only if somebody collects them. Without a collector a trace has its id all the same: it is passed on, stands in the
 * log, and lies in the outbox.
 */
final class SpanSampling {

  private SpanSampling() {}

  @Produces
  @Singleton
  static Sampler sampler(@ConfigProperty(name = "iris.otlp.endpoint") Optional<String> endpoint) {
    return endpoint.filter(url -> !url.isBlank()).isPresent()
        ? Sampler.parentBased(Sampler.alwaysOn())
        : Sampler.alwaysOff();
  }
}
