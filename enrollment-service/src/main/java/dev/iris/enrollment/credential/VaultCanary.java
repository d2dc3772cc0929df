package dev.iris.enrollment.credential;

import dev.iris.vault.KeyEncryptionKey;
import dev.iris.vault.Secret;
import dev.iris.vault.SecretBox;
import dev.iris.vault.SecretBox.Sealed;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Refuses to start with a key file that is not the one of the stored secrets, before anything is sealed with it. */
@ApplicationScoped
class VaultCanary {

  /** Before anything that opens or seals a secret. */
  static final int PRIORITY = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  static final String OWNER = "canary";
  static final String FIELD = "text";
  private static final String TEXT = "iris";
  private static final String RESTORE =
      "iris.enrollment.vault.key-file is not the one that %s: restore that file, name it in older-key-files, or delete the rows of credential_secret, enrollment_secret and vault_canary and give the credentials again";

  private final SecretBox box;
  private final Pool pool;

  VaultCanary(SecretBox box, Pool pool) {
    this.box = box;
    this.pool = pool;
  }

  void refuseForeignKey(@Observes @Priority(PRIORITY) StartupEvent start) {
    Sealed fresh = box.seal(OWNER, FIELD, new Secret(TEXT));
    execute(
        "insert into vault_canary (id, kek_id, wrapped_key, sealed) values (1, $1, $2, $3) on conflict do nothing",
        Tuple.of(fresh.kekId(), Buffer.buffer(fresh.wrappedKey()), Buffer.buffer(fresh.sealed())));
    Row row =
        execute("select kek_id, wrapped_key, sealed from vault_canary", Tuple.tuple())
            .iterator()
            .next();
    sing(SealedColumns.of(row));
    for (SealedTable table : SealedTable.values()) {
      RowSet<Row> foreign =
          execute(table.foreign(), Tuple.of(box.readableKekIds().toArray(String[]::new)));
      for (Row secret : foreign) {
        throw new KeyEncryptionKey.UnusableException(
            RESTORE.formatted("what belongs to " + secret.getUUID(0) + " was sealed with"));
      }
    }
  }

  private void sing(Sealed canary) {
    try {
      if (box.open(OWNER, FIELD, canary).reveal().equals(TEXT)) {
        return;
      }
    } catch (SecretBox.UnopenedException e) {
      // Said below, in words that help.
    }
    throw new KeyEncryptionKey.UnusableException(
        RESTORE.formatted("this database's secrets belong to"));
  }

  private RowSet<Row> execute(String sql, Tuple values) {
    return pool.preparedQuery(sql).execute(values).await().atMost(PATIENCE);
  }
}
