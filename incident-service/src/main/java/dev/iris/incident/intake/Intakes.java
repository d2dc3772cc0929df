package dev.iris.incident.intake;

import dev.iris.incident.sql.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored webhooks, for the features that come after the intake. */
public final class Intakes {

  private static final String LOAD =
      "select id, source, received_at, alert_count, group_hash, body from intake where id = any($1)";
  private static final String GROUP = "select group_hash from intake where id = $1";
  private static final String TAKEN = "update intake set taken_at = $2 where id = $1";

  private Intakes() {}

  /** One webhook; empty if its row is gone. */
  public static Uni<Optional<StoredIntake>> load(SqlConnection sql, UUID id) {
    return loadAll(sql, List.of(id)).map(found -> found.stream().findFirst());
  }

  /** Which group a webhook is about, without reading its body; 0 if its row is gone. */
  public static Uni<Long> groupHash(SqlClient sql, UUID id) {
    return sql.preparedQuery(GROUP)
        .execute(Tuple.of(id))
        .map(rows -> rows.iterator().hasNext() ? rows.iterator().next().getLong("group_hash") : 0L);
  }

  /** Those of these webhooks that are still stored. */
  public static Uni<List<StoredIntake>> loadAll(SqlConnection sql, List<UUID> ids) {
    return sql.preparedQuery(LOAD).execute(Tuple.of(ids.toArray(UUID[]::new))).map(Intakes::read);
  }

  /** Notes that each alert of a webhook has its occurrence from this transaction on. */
  public static Uni<Void> taken(SqlConnection sql, UUID id, Instant at) {
    return sql.preparedQuery(TAKEN)
        .execute(Tuple.of(id, at.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  private static List<StoredIntake> read(RowSet<Row> rows) {
    List<StoredIntake> found = new ArrayList<>();
    for (Row row : rows) {
      found.add(
          new StoredIntake(
              row.getUUID("id"),
              row.getString("source"),
              Cells.timeOf(row, "received_at"),
              row.getInteger("alert_count"),
              row.getLong("group_hash"),
              row.getBuffer("body").getBytes()));
    }
    return found;
  }
}
