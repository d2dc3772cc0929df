package dev.iris.enrollment.credential;

import dev.iris.vault.Secret;
import dev.iris.vault.SecretBox;
import dev.iris.vault.SecretBox.Sealed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Logins in the vault: sealed when they come, opened for one use, gone with the job or the batch that they were given for. */
@ApplicationScoped
public class Credentials {

  private static final String INSERT =
      """
      insert into credential (id, enrollment_id, batch_id, name, login_user, networks, ports, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $8)""";

  private static final String SEAL =
      """
      insert into credential_secret (credential_id, field, kek_id, wrapped_key, sealed, fingerprint, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (credential_id, field) do update set kek_id = excluded.kek_id, wrapped_key = excluded.wrapped_key,
        sealed = excluded.sealed, fingerprint = excluded.fingerprint, updated_at = excluded.updated_at""";

  private static final String OPEN =
      """
      select c.login_user, c.networks, c.ports, s.field, s.kek_id, s.wrapped_key, s.sealed
      from credential c join credential_secret s on s.credential_id = c.id where c.id = $1""";

  private final SecretBox box;
  private final InstantSource clock;

  /** For what alone a login was given. */
  record Owner(@Nullable UUID enrollmentId, @Nullable UUID batchId) {

    /** It is a stored one, for all. */
    static final Owner NOBODY = new Owner(null, null);
  }

  Credentials(SecretBox box, InstantSource clock) {
    this.box = box;
    this.clock = clock;
  }

  /** Where a stored credential may be used; empty if there is none with this id, or it was given with a job or a batch. */
  public Uni<Optional<Uses>> uses(SqlClient sql, CredentialId id) {
    return sql.preparedQuery(
            "select networks, ports from credential where id = $1 and enrollment_id is null and batch_id is null")
        .execute(Tuple.of(id.value()))
        .map(
            rows -> {
              for (Row row : rows) {
                return Optional.of(uses(row));
              }
              return Optional.empty();
            });
  }

  /** Keeps a login for one job. */
  public Uni<Void> keepForJob(SqlClient sql, CredentialId id, UUID enrollmentId, GivenLogin login) {
    return insert(
            sql, id, new Owner(enrollmentId, null), "given with a job", login.user(), Uses.ANYWHERE)
        .chain(() -> store(sql, id, login));
  }

  /** Keeps a login for the jobs of one batch. */
  public Uni<Void> keepForBatch(SqlClient sql, CredentialId id, UUID batchId, GivenLogin login) {
    return insert(
            sql, id, new Owner(null, batchId), "given with a batch", login.user(), Uses.ANYWHERE)
        .chain(() -> store(sql, id, login));
  }

  /** Forgets what was given for that batch. */
  public Uni<Void> forgetBatch(SqlClient sql, UUID batchId) {
    return sql.preparedQuery("delete from credential where batch_id = $1")
        .execute(Tuple.of(batchId))
        .replaceWithVoid();
  }

  /** An id that no credential has. */
  public CredentialId newId() {
    return CredentialId.next();
  }

  /** Forgets what was given for that job. */
  public Uni<Void> forgetJob(SqlClient sql, UUID enrollmentId) {
    return sql.preparedQuery("delete from credential where enrollment_id = $1")
        .execute(Tuple.of(enrollmentId))
        .replaceWithVoid();
  }

  /**
   * Opens a login; empty if it is gone.
   *
   * @throws SecretBox.UnopenedException (as a failure) if it was changed, or was sealed elsewhere
   */
  public Uni<Optional<OpenedLogin>> open(SqlClient sql, CredentialId id) {
    return sql.preparedQuery(OPEN).execute(Tuple.of(id.value())).map(rows -> opened(id, rows));
  }

  Uni<Void> insert(
      SqlClient sql, CredentialId id, Owner owner, String name, String user, Uses uses) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.tuple()
                .addUUID(id.value())
                .addValue(owner.enrollmentId())
                .addValue(owner.batchId())
                .addString(name)
                .addString(user)
                .addArrayOfString(uses.networks().toArray(String[]::new))
                .addArrayOfInteger(uses.ports().toArray(Integer[]::new))
                .addOffsetDateTime(now()))
        .replaceWithVoid();
  }

  /** Seals what was given, and removes what is to be removed. */
  Uni<Void> store(SqlClient sql, CredentialId id, GivenLogin login) {
    return Multi.createFrom()
        .iterable(login.secrets().entrySet())
        .onItem()
        .transformToUniAndConcatenate(
            entry -> store(sql, id, entry.getKey(), entry.getValue()).replaceWith(true))
        .collect()
        .asList()
        .replaceWithVoid();
  }

  private Uni<Void> store(
      SqlClient sql, CredentialId id, SecretField field, Optional<Secret> secret) {
    if (secret.isEmpty()) {
      return sql.preparedQuery(
              "delete from credential_secret where credential_id = $1 and field = $2")
          .execute(Tuple.of(id.value(), field.text()))
          .replaceWithVoid();
    }
    Sealed sealed = box.seal(id.toString(), field.text(), secret.get());
    return sql.preparedQuery(SEAL)
        .execute(
            Tuple.tuple()
                .addUUID(id.value())
                .addString(field.text())
                .addString(sealed.kekId())
                .addValue(Buffer.buffer(sealed.wrappedKey()))
                .addValue(Buffer.buffer(sealed.sealed()))
                .addString(
                    field == SecretField.PRIVATE_KEY
                        ? OpenSshKey.fingerprint(secret.get()).orElse(null)
                        : null)
                .addOffsetDateTime(now()))
        .replaceWithVoid();
  }

  private Optional<OpenedLogin> opened(CredentialId id, RowSet<Row> rows) {
    Map<SecretField, Secret> secrets = new EnumMap<>(SecretField.class);
    Optional<OpenedLogin> login = Optional.empty();
    for (Row row : rows) {
      SecretField field =
          Arrays.stream(SecretField.values())
              .filter(known -> known.text().equals(row.getString("field")))
              .findFirst()
              .orElseThrow();
      secrets.put(field, box.open(id.toString(), field.text(), SealedColumns.of(row)));
      login = Optional.of(new OpenedLogin(row.getString("login_user"), uses(row), secrets));
    }
    return login;
  }

  static Uses uses(Row row) {
    return new Uses(
        List.of(row.getArrayOfStrings("networks")), List.of(row.getArrayOfIntegers("ports")));
  }

  OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
