package dev.iris.notifier.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What an operator would alert on: attempts that do not succeed, and storms. */
@ApplicationScoped
class DispatchMetrics {

  private final MeterRegistry registry;

  DispatchMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void attempted(String channelId, String outcome, int deliveries) {
    registry
        .counter("iris.delivery.attempts", "channel", channelId, "outcome", outcome)
        .increment(deliveries);
  }

  void toldTogether(String channelId, String outcome) {
    registry.counter("iris.storm.messages", "channel", channelId, "outcome", outcome).increment();
  }
}
