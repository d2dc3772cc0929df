package dev.iris.enrollment.credential;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.iris.enrollment.EnrollmentScene;
import dev.iris.outbox.Background;
import dev.iris.testing.KeyFile;
import dev.iris.vault.KeyEncryptionKey;
import dev.iris.vault.KeyEncryptionKey.UnusableException;
import dev.iris.vault.Secret;
import dev.iris.vault.SecretBox;
import dev.iris.vault.SecretBox.Sealed;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VaultCanaryTest extends EnrollmentScene {

  private static final UUID CREDENTIAL = new UUID(7, 7);

  @Inject SecretBox box;
  @Inject Background background;
  @Inject VaultConfig config;

  private final KeyEncryptionKey old = key(KeyFile.fresh());
  private final KeyEncryptionKey fresh = key(KeyFile.fresh());

  @BeforeEach
  void empty() {
    sql("truncate credential, vault_canary cascade");
  }

  @AfterEach
  void giveTheApplicationItsCanaryBack() {
    empty();
    start(box);
  }

  @Test
  void shouldStartAgainWithTheSameKey() {
    start(new SecretBox(old));
    start(new SecretBox(old));

    assertThat(count("select count(*) from vault_canary where kek_id = $1", old.id())).isOne();
  }

  @Test
  void shouldRefuseAnotherKeyEvenBeforeThereAreSecrets() {
    start(new SecretBox(old));

    assertThatExceptionOfType(UnusableException.class)
        .isThrownBy(() -> start(new SecretBox(fresh)))
        .withMessageContaining("iris.enrollment.vault.key-file");
  }

  @Test
  void shouldRefuseACanaryThatWasChanged() {
    start(new SecretBox(old));
    sql("update vault_canary set sealed = set_byte(sealed, 14, get_byte(sealed, 14) # 1)");

    assertThatExceptionOfType(UnusableException.class).isThrownBy(() -> start(new SecretBox(old)));
  }

  @Test
  void shouldMoveEverySecretToTheNewKeyAndThenDoWithoutTheOldOne() {
    start(new SecretBox(old));
    Sealed sealed =
        new SecretBox(old).seal(CREDENTIAL.toString(), "password", new Secret("hunter22"));
    sql(
        "insert into credential values ($1, null, 'c', 'ops', '{}', '{}', now(), now())",
        CREDENTIAL);
    sql(
        "insert into credential_secret values ($1, 'password', $2, $3, $4, null, now())",
        CREDENTIAL,
        sealed.kekId(),
        Buffer.buffer(sealed.wrappedKey()),
        Buffer.buffer(sealed.sealed()));
    SecretBox rotating = new SecretBox(fresh, List.of(old));

    start(rotating);
    new VaultRotation(rotating, pool, background, config)
        .rotate()
        .await()
        .atMost(Duration.ofSeconds(10));

    start(new SecretBox(fresh));
    Sealed moved = SealedColumns.of(sql("select * from credential_secret").iterator().next());
    assertThat(new SecretBox(fresh).open(CREDENTIAL.toString(), "password", moved).reveal())
        .isEqualTo("hunter22");
    assertThatExceptionOfType(UnusableException.class).isThrownBy(() -> start(new SecretBox(old)));
  }

  /** Or rotation would leave it behind, and the old key would be thrown away. */
  @Test
  void shouldKnowEveryTableOfSealedSecrets() {
    String known =
        Arrays.stream(SealedTable.values()).map(SealedTable::foreign).collect(joining(" "));

    for (Row table :
        sql(
            "select table_name::text from information_schema.columns where column_name = 'kek_id' and table_schema = current_schema() and table_name <> 'vault_canary'")) {
      assertThat(known).contains(" " + table.getString(0) + " ");
    }
  }

  @Test
  void shouldMoveSecretsOfJobsToo() {
    start(new SecretBox(old));
    UUID job = new UUID(8, 8);
    sql(
        "insert into enrollment (id, address, port, request, state, dry_run, credential_id, requested_by, request_digest, created_at) values ($1, 'a', 22, '{}', 'waiting', false, $1, 'me', '', now())",
        job);
    new JobSecrets(new SecretBox(old))
        .keep(pool, job, Map.of("services[0].password", new Secret("hunter22")))
        .await()
        .atMost(Duration.ofSeconds(10));
    SecretBox rotating = new SecretBox(fresh, List.of(old));

    new VaultRotation(rotating, pool, background, config)
        .rotate()
        .await()
        .atMost(Duration.ofSeconds(10));

    assertThat(
            new JobSecrets(new SecretBox(fresh))
                .open(pool, job)
                .await()
                .atMost(Duration.ofSeconds(10))
                .values())
        .extracting(Secret::reveal)
        .containsExactly("hunter22");
    sql("delete from enrollment where id = $1", job);
  }

  private void start(SecretBox with) {
    new VaultCanary(with, pool).refuseForeignKey(new StartupEvent());
  }

  private static KeyEncryptionKey key(Path file) {
    return KeyEncryptionKey.ofFile(file, VaultProducer.USE);
  }
}
