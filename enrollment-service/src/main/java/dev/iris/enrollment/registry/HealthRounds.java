package dev.iris.enrollment.registry;

import dev.iris.outbox.Background;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Has each monitored host looked at once in an interval, replicas side by side. */
@ApplicationScoped
class HealthRounds {

  /** Hosts come due one after the other, not all at once. */
  private static final int ROUNDS = 10;

  private final HealthChecks checks;
  private final HealthCheck check;
  private final HealthConfig config;
  private final InstantSource clock;

  HealthRounds(HealthChecks checks, HealthCheck check, HealthConfig config, InstantSource clock) {
    this.checks = checks;
    this.check = check;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent started, Background background) {
    Duration pause = config.interval().dividedBy(ROUNDS);
    background.every(pause, "looking after hosts", this::round);
  }

  /** Looks at all hosts that are due. */
  Uni<Void> round() {
    Instant now = clock.instant();
    return Uni.createFrom()
        .deferred(
            () ->
                checks
                    .claim(now.minus(config.interval()), now, config.concurrency())
                    .call(check::look))
        .repeat()
        .whilst(looked -> looked.size() == config.concurrency())
        .onItem()
        .ignoreAsUni();
  }
}
