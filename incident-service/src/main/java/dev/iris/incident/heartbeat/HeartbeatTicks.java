package dev.iris.incident.heartbeat;

import dev.iris.outbox.Background;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Lets the watch look from time to time. */
@ApplicationScoped
class HeartbeatTicks {

  private final Background background;
  private final HeartbeatWatch watch;
  private final HeartbeatConfig config;

  HeartbeatTicks(Background background, HeartbeatWatch watch, HeartbeatConfig config) {
    this.background = background;
    this.watch = watch;
    this.config = config;
  }

  void start(@Observes StartupEvent started) {
    background.every(config.checkEvery(), "the watch over sources", watch::look);
  }
}
