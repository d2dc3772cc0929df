package dev.iris.incident.intake;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import dev.iris.events.Ids;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Takes what Iris itself has found out in by the same way as what Alertmanager posts: a body of webhook version 4 and the event
 * that names it, in the transaction in which it was found out. From there on nobody sees a difference but in its origin.
 */
@ApplicationScoped
public class OwnAlerts {

  /** The source of alerts that are about Iris and its sources. No sender may use it. */
  public static final String SOURCE = "iris";

  private static final String INSERT =
      """
      insert into intake (id, source, received_at, alert_count, group_hash, origin, body)
      values ($1, $2, $3, $4, $5, $6, $7)
      """;

  private final Clock clock;

  OwnAlerts(Clock clock) {
    this.clock = clock;
  }

  /** Stores a group; it is taken up after the commit. Answers the id of its intake. */
  public Uni<UUID> store(OwnGroup group, Transaction transaction) {
    UUID id = Ids.next();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    int alerts = group.alerts().size();
    Tuple row =
        Tuple.tuple()
            .addValue(id)
            .addValue(group.source())
            .addValue(now.atOffset(ZoneOffset.UTC))
            .addValue(alerts)
            .addValue(StoredIntake.groupHash(group.source(), OwnBody.groupKey(group)))
            .addValue(group.origin().code())
            .addValue(Buffer.buffer(OwnBody.of(group)));
    return transaction
        .sql()
        .preparedQuery(INSERT)
        .execute(row)
        .chain(() -> transaction.publish(new AlertGroupReceived(id, group.source(), alerts), 1))
        .replaceWith(id);
  }
}
