package dev.iris.incident.intake;

import dev.iris.events.Ids;
import dev.iris.web.IrisProblem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Accepts a webhook: its bytes and the event that names them become durable together, and only then is the sender answered.
 * What goes wrong in between is answered with 503, as Alertmanager sends again after 5xx and after nothing else.
 */
@ApplicationScoped
class Reception {

  private static final Logger LOG = Logger.getLogger(Reception.class);
  private static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private final IntakeWriter writer;
  private final Refusals refusals;
  private final IntakeConfig config;
  private final Clock clock;
  private final Counter accepted;
  private final Counter alerts;

  Reception(
      IntakeWriter writer,
      Refusals refusals,
      IntakeConfig config,
      Clock clock,
      MeterRegistry metrics) {
    this.writer = writer;
    this.refusals = refusals;
    this.config = config;
    this.clock = clock;
    this.accepted = metrics.counter("iris.webhooks.accepted");
    this.alerts = metrics.counter("iris.alerts.received");
  }

  Uni<Void> receive(String source, byte[] body) {
    if (!SOURCE.matcher(source).matches()) {
      return refuse("?", Refusal.SOURCE_INVALID);
    }
    if (source.equals(OwnAlerts.SOURCE)) {
      return refuse(source, Refusal.SOURCE_RESERVED);
    }
    return switch (Door.inspect(body)) {
      case Door.Verdict.Refused(var refusal) -> refuse(source, refusal);
      case Door.Verdict.Admitted(var count, var groupKey) ->
          store(
              new StoredIntake(
                  Ids.next(),
                  source,
                  now(),
                  count,
                  StoredIntake.groupHash(source, groupKey),
                  body));
    };
  }

  private Uni<Void> store(StoredIntake intake) {
    return writer
        .write(intake)
        .ifNoItem()
        .after(config.timeout())
        .fail()
        .onFailure()
        .transform(Reception::unavailable)
        .invoke(
            () -> {
              accepted.increment();
              alerts.increment(intake.alerts());
            });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Uni<Void> refuse(String source, Refusal refusal) {
    IrisProblem problem =
        new IrisProblem(refusal.status(), refusal.code(), refusal.title(), null, List.of());
    return refusals.count(source, refusal).chain(() -> Uni.createFrom().failure(problem));
  }

  private static Throwable unavailable(Throwable failure) {
    LOG.errorf("a webhook could not be stored: %s", failure.getClass().getSimpleName());
    LOG.debug("a webhook could not be stored", failure);
    return IrisProblem.unavailable(
        "storage-unavailable", "The webhook was not stored. Send it again.");
  }
}
