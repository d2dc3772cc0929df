package dev.iris.notifier.retention;

import dev.iris.outbox.Pruner;
import dev.iris.outbox.Pruning;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Has removed what was kept long enough. Nobody is told of it: what became of deliveries was said when it happened. */
@ApplicationScoped
class Retention {

  /** By name what is over, not what is pending: the index of the pending is short today and long in a storm. */
  private static final String NOTIFICATIONS =
      """
      with gone_notification as (
        delete from notification where id = any(array(
          select id from notification n
          where created_at < $1
            and not exists (select from delivery d where d.notification_id = n.id and d.state not in ('accepted', 'failed'))
          order by created_at limit $2 for update skip locked))
        returning id),
      gone_delivery as (
        delete from delivery where notification_id = any(array(select id from gone_notification)) returning 1)
      select (select count(*) from gone_notification) as notification, (select count(*) from gone_delivery) as delivery
      """;

  private static final String ATTEMPTS =
      """
      with gone as (
        delete from attempt where id = any(array(
          select id from attempt where started_at < $1 order by started_at limit $2))
        returning 1)
      select count(*) as attempt from gone
      """;

  /** What is left of limits of channels that are gone. A channel that comes back under the same name starts afresh. */
  private static final String LIMITS =
      """
      with gone as (
        delete from throttle where channel_id = any(array(
          select channel_id from throttle t
          where at < $1 and blocked_until < $1 and not exists (select from channel c where c.id = t.channel_id)
          for update skip locked))
        returning 1)
      select count(*) as throttle from gone
      """;

  /** What is left of storms at channels that are gone; others end with the next message at their place. */
  private static final String STORMS =
      """
      with gone as (
        delete from storm s where s.told_at < $1 and not exists (select from channel c where c.id = s.channel_id) returning 1)
      select count(*) as storm from gone
      """;

  /** Long after the last message that was on its way when the channel was removed. */
  private static final Duration LIMITS_KEPT = Duration.ofDays(1);

  private final RetentionConfig config;
  private final InstantSource clock;

  Retention(RetentionConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  void start(
      @Observes StartupEvent started,
      Pruner pruner,
      @ConfigProperty(name = "iris.outbox.retention") Duration republished,
      @ConfigProperty(name = "iris.notifier.audit.window") Duration audited) {
    requireSound(config, republished, audited);
    prunings().forEach(pruning -> pruner.every(config.every(), pruning));
  }

  List<Pruning> prunings() {
    return List.of(
        new Pruning(
            "notifications",
            NOTIFICATIONS,
            () -> Tuple.of(before(config.notifications()), (long) config.step()),
            Map.of("notification", "select min(created_at) from notification")),
        new Pruning(
            "receipts",
            ATTEMPTS,
            () -> Tuple.of(before(config.attempts()), (long) config.step()),
            Map.of("attempt", "select min(started_at) from attempt")),
        new Pruning("limits of channels", LIMITS, () -> Tuple.of(before(LIMITS_KEPT)), Map.of()),
        new Pruning("storms", STORMS, () -> Tuple.of(before(LIMITS_KEPT)), Map.of()));
  }

  /**
   * Checks what belongs together.
   *
   * @param republished for how long events may be published again
   * @param audited how far back audits look
   * @throws IllegalArgumentException with the names of the properties; the application does not start then
   */
  static void requireSound(RetentionConfig config, Duration republished, Duration audited) {
    requireNotShorter(
        "notifications", config.notifications(), "iris.outbox.retention", republished);
    requireNotShorter(
        "notifications", config.notifications(), "iris.notifier.audit.window", audited);
    requireNotShorter("attempts", config.attempts(), "iris.notifier.audit.window", audited);
    if (config.step() < 1) {
      throw new IllegalArgumentException("iris.notifier.retention.step must be at least 1");
    }
  }

  private static void requireNotShorter(
      String property, Duration kept, String other, Duration least) {
    if (kept.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "iris.notifier.retention.%s (%s) must not be shorter than %s (%s), which looks at these rows"
              .formatted(property, kept, other, least));
    }
  }

  private OffsetDateTime before(Duration kept) {
    return clock.instant().minus(kept).atOffset(ZoneOffset.UTC);
  }
}
