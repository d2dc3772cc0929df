package dev.iris.enrollment.credential;

import dev.iris.vault.Secret;
import dev.iris.vault.SecretBox;
import dev.iris.vault.SecretBox.Sealed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Secrets that a job needs beside its login, in the vault: sealed for that job, gone with its end. */
@ApplicationScoped
public class JobSecrets {

  private static final String SEAL =
      """
      insert into enrollment_secret (enrollment_id, field, kek_id, wrapped_key, sealed)
      values ($1, $2, $3, $4, $5)""";

  private final SecretBox box;

  JobSecrets(SecretBox box) {
    this.box = box;
  }

  /** Keeps secrets for one job, by the names that it knows them by. */
  public Uni<Void> keep(SqlClient sql, UUID enrollmentId, Map<String, Secret> secrets) {
    return Multi.createFrom()
        .iterable(secrets.entrySet())
        .onItem()
        .transformToUniAndConcatenate(
            secret -> {
              Sealed sealed = box.seal(enrollmentId.toString(), secret.getKey(), secret.getValue());
              return sql.preparedQuery(SEAL)
                  .execute(
                      Tuple.of(
                          enrollmentId,
                          secret.getKey(),
                          sealed.kekId(),
                          Buffer.buffer(sealed.wrappedKey()),
                          Buffer.buffer(sealed.sealed())));
            })
        .collect()
        .asList()
        .replaceWithVoid();
  }

  /**
   * Opens a job's secrets.
   *
   * @throws SecretBox.UnopenedException (as a failure) if one was changed, or was sealed elsewhere
   */
  public Uni<Map<String, Secret>> open(SqlClient sql, UUID enrollmentId) {
    return sql.preparedQuery("select * from enrollment_secret where enrollment_id = $1")
        .execute(Tuple.of(enrollmentId))
        .map(
            rows -> {
              Map<String, Secret> secrets = new HashMap<>();
              for (Row row : rows) {
                String field = row.getString("field");
                secrets.put(field, box.open(enrollmentId.toString(), field, SealedColumns.of(row)));
              }
              return secrets;
            });
  }

  /** Forgets a job's secrets. */
  public Uni<Void> forget(SqlClient sql, UUID enrollmentId) {
    return sql.preparedQuery("delete from enrollment_secret where enrollment_id = $1")
        .execute(Tuple.of(enrollmentId))
        .replaceWithVoid();
  }
}
