package dev.iris.enrollment.credential;

import dev.iris.outbox.Background;
import dev.iris.vault.SecretBox;
import dev.iris.vault.SecretBox.Sealed;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Moves secrets to the key that seals today, a few at a time, replicas side by side. Their texts are not opened for it. Once
 * nothing is left, the old key file may go; the log says so.
 */
@ApplicationScoped
class VaultRotation {

  private static final Logger LOG = Logger.getLogger(VaultRotation.class);
  private static final int STEP = 100;

  private static final String CANARY =
      "select kek_id, wrapped_key, sealed from vault_canary where kek_id <> $1 and %s for update"
          .formatted(
              Arrays.stream(SealedTable.values())
                  .map(SealedTable::moved)
                  .collect(Collectors.joining(" and ")));

  private final SecretBox box;
  private final Pool pool;
  private final Background background;
  private final VaultConfig config;

  VaultRotation(SecretBox box, Pool pool, Background background, VaultConfig config) {
    this.box = box;
    this.pool = pool;
    this.background = background;
    this.config = config;
  }

  void start(@Observes StartupEvent start) {
    background.every(config.rotation(), "moving secrets to the key of today", this::rotate);
  }

  /** Moves all that is left. */
  Uni<Void> rotate() {
    return Multi.createFrom()
        .items(SealedTable.values())
        .onItem()
        .transformToUniAndConcatenate(table -> rotate(table).replaceWith(table))
        .collect()
        .asList()
        .chain(() -> pool.withTransaction(this::canary));
  }

  private Uni<Void> rotate(SealedTable table) {
    return Uni.createFrom()
        .deferred(() -> pool.withTransaction(sql -> step(sql, table)))
        .repeat()
        .whilst(moved -> moved > 0)
        .onItem()
        .ignoreAsUni();
  }

  private Uni<Integer> step(SqlConnection sql, SealedTable table) {
    return sql.preparedQuery(table.take())
        .execute(Tuple.of(box.kekId(), STEP))
        .onItem()
        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
        .onItem()
        .transformToUniAndConcatenate(row -> rewrap(sql, table, row))
        .collect()
        .asList()
        .map(moved -> moved.size());
  }

  private Uni<Row> rewrap(SqlConnection sql, SealedTable table, Row row) {
    UUID owner = row.getUUID("owner");
    String field = row.getString("field");
    Sealed moved = box.rewrap(owner.toString(), field, SealedColumns.of(row));
    return sql.preparedQuery(table.store())
        .execute(Tuple.of(owner, field, moved.kekId(), Buffer.buffer(moved.wrappedKey())))
        .replaceWith(row);
  }

  /** The last to move: as long as it is sealed with the old key, no replica starts without that. */
  private Uni<Void> canary(SqlConnection sql) {
    return sql.preparedQuery(CANARY)
        .execute(Tuple.of(box.kekId()))
        .chain(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().voidItem();
              }
              Row row = rows.iterator().next();
              Sealed moved =
                  box.rewrap(VaultCanary.OWNER, VaultCanary.FIELD, SealedColumns.of(row));
              LOG.infof(
                  "all secrets are sealed with the key of today, %s is not needed any more",
                  row.getString("kek_id"));
              return sql.preparedQuery("update vault_canary set kek_id = $1, wrapped_key = $2")
                  .execute(Tuple.of(moved.kekId(), Buffer.buffer(moved.wrappedKey())))
                  .replaceWithVoid();
            });
  }
}
