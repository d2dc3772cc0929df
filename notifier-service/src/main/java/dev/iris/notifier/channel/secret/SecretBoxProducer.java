package dev.iris.notifier.channel.secret;

import dev.iris.vault.KeyEncryptionKey;
import dev.iris.vault.SecretBox;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the box of the configured key file, and refuses to start with a file that is not the one of the stored secrets. */
@ApplicationScoped
class SecretBoxProducer {

  /** Before anything that opens or seals a secret. */
  static final int PRIORITY = 10;

  /** The labels are part of what lies in the database: they never change. */
  private static final KeyEncryptionKey.Use USE =
      new KeyEncryptionKey.Use(
          "iris.notifier.kek-file", "iris/notifier/channel-secrets", "iris/notifier/key-id");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KeyEncryptionKey kek;

  SecretBoxProducer(SecretConfig config) {
    kek = KeyEncryptionKey.ofFile(config.kekFile(), USE);
  }

  @Produces
  @Singleton
  SecretBox box() {
    return new SecretBox(kek);
  }

  void refuseForeignKey(@Observes @Priority(PRIORITY) StartupEvent start, Pool pool) {
    RowSet<Row> foreign =
        pool.preparedQuery(
                "select channel_id, field from channel_secret where kek_id <> $1 limit 1")
            .execute(Tuple.of(kek.id()))
            .await()
            .atMost(PATIENCE);
    for (Row row : foreign) {
      throw new KeyEncryptionKey.UnusableException(
          "iris.notifier.kek-file is not the one that the secret %s of channel %s was sealed with: restore that file, or delete the rows of channel_secret and set the secrets again"
              .formatted(row.getString("field"), row.getString("channel_id")));
    }
  }
}
