package dev.iris.incident.retention;

import dev.iris.outbox.Pruner;
import dev.iris.outbox.Pruning;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Has removed what was kept long enough. */
@ApplicationScoped
class Retention {

  private final RetentionConfig config;
  private final Clock clock;

  Retention(RetentionConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  void start(
      @Observes StartupEvent started,
      Pruner pruner,
      @ConfigProperty(name = "iris.outbox.retention") Duration republished) {
    requireSound(config, republished);
    prunings().forEach(pruning -> pruner.every(config.every(), pruning));
  }

  private List<Pruning> prunings() {
    return List.of(
        IntakePruning.of(config, clock),
        IncidentPruning.of(config, clock),
        SeriesPruning.of(config, clock),
        RefusalPruning.of(config, clock));
  }

  /**
   * Checks what belongs together.
   *
   * @param republished for how long events may be published again
   * @throws IllegalArgumentException with the names of the properties; the application does not start then
   */
  static void requireSound(RetentionConfig config, Duration republished) {
    if (config.intake().compareTo(republished) < 0) {
      throw new IllegalArgumentException(
          "iris.incident.retention.intake (%s) must not be shorter than iris.outbox.retention (%s): events that are published again name webhooks that must be there"
              .formatted(config.intake(), republished));
    }
    if (config.incidents().compareTo(config.intake()) < 0) {
      throw new IllegalArgumentException(
          "iris.incident.retention.incidents (%s) must not be shorter than iris.incident.retention.intake (%s): what became of alerts names incidents that must be there"
              .formatted(config.incidents(), config.intake()));
    }
  }
}
