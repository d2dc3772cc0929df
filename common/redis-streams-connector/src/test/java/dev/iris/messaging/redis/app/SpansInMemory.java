package dev.iris.messaging.redis.app;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Keeps the spans for the test to look at. */
final class SpansInMemory {

  private SpansInMemory() {}

  @Produces
  @ApplicationScoped
  static InMemorySpanExporter exporter() {
    return InMemorySpanExporter.create();
  }
}
