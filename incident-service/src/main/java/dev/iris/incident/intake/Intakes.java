package dev.iris.incident.intake;

import dev.iris.incident.sql.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The stored webhooks, for the features that come after the intake. */
public final class Intakes {

  private static final String LOAD =
      "select id, source, received_at, alert_count, group_hash, body from intake where id = any($1)";

  /** Without the bodies if together they are too large; a single one is not. */
  private static final String LOAD_TOGETHER =
      """
      select id, source, received_at, alert_count, group_hash,
        case when sum(octet_length(body)) over () <= $2::bigint or count(*) over () = 1 then body end as body
      from intake where id = any($1)
      """;

  /**
   * In one order for all replicas, so that they do not lock each other out. Whoever waits for a lock sees afterwards that the row
   * was taken up meanwhile.
   */
  private static final String LOCK_QUEUED =
      """
      with named as (select group_hash, max(received_at) as until from intake where id = any($1) group by group_hash)
      select i.id from intake i join named n on n.group_hash = i.group_hash
      where i.taken_at is null and i.received_at <= n.until
      order by i.received_at, i.id for update of i
      """;

  private static final String GONE =
      "select id from unnest($1::uuid[]) as named(id) where not exists (select from intake i where i.id = named.id)";

  private static final String TAKEN = "update intake set taken_at = $2 where id = any($1)";

  /** As much as one may have by itself. */
  private static final long MAX_BYTES_TOGETHER = 8L * 1024 * 1024;

  private Intakes() {}

  /** Those of these webhooks that are still stored. */
  public static Uni<List<StoredIntake>> loadAll(SqlConnection sql, List<UUID> ids) {
    return sql.preparedQuery(LOAD).execute(Tuple.of(ids.toArray(UUID[]::new))).map(Intakes::read);
  }

  /**
   * The same, to be handled together: fails if there are several and their bodies are more than the memory of a replica is made
   * for. Half of them may do.
   */
  public static Uni<List<StoredIntake>> loadTogether(SqlConnection sql, Collection<UUID> ids) {
    return sql.preparedQuery(LOAD_TOGETHER)
        .execute(Tuple.of(ids.toArray(UUID[]::new), MAX_BYTES_TOGETHER))
        .invoke(
            rows -> {
              for (Row row : rows) {
                if (row.getBuffer("body") == null) {
                  throw new IllegalStateException("webhooks are too large to be taken up together");
                }
              }
            })
        .map(Intakes::read);
  }

  /**
   * Those of these webhooks that are still queued, and what is queued of their groups and was received before: streams promise no
   * order, and a resolve that is taken up before its firing, or a firing before the last resolve, costs a piece of news. Locked
   * until the end of the transaction; what another replica has in hand is waited for.
   */
  public static Uni<List<UUID>> lockQueued(SqlConnection sql, Collection<UUID> ids) {
    return ids(sql, LOCK_QUEUED, ids);
  }

  /** Those of these webhooks that are not stored any more. */
  public static Uni<List<UUID>> gone(SqlConnection sql, Collection<UUID> ids) {
    return ids(sql, GONE, ids);
  }

  private static Uni<List<UUID>> ids(SqlConnection sql, String query, Collection<UUID> ids) {
    return sql.preparedQuery(query)
        .execute(Tuple.of(ids.toArray(UUID[]::new)))
        .map(
            rows -> {
              List<UUID> found = new ArrayList<>();
              rows.forEach(row -> found.add(row.getUUID("id")));
              return found;
            });
  }

  /** Notes that each alert of these webhooks has its occurrence from this transaction on. */
  public static Uni<Void> taken(SqlConnection sql, List<UUID> ids, Instant at) {
    return sql.preparedQuery(TAKEN)
        .execute(Tuple.of(ids.toArray(UUID[]::new), at.atOffset(ZoneOffset.UTC)))
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
