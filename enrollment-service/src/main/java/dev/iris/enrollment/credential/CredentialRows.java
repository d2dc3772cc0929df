package dev.iris.enrollment.credential;

import dev.iris.enrollment.credential.Credential.SetSecret;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stored credentials, for the API: those of jobs and batches are not among them. */
final class CredentialRows {

  /** A credential without secrets has one row here, in which the columns of the secret are null. */
  private static final String SELECT =
      """
      select c.*, s.field, s.fingerprint, s.updated_at as set_at from credential c
      left join credential_secret s on s.credential_id = c.id where c.enrollment_id is null and c.batch_id is null and\s""";

  private static final String PAGE =
      """
      c.id in (select id from credential where enrollment_id is null and batch_id is null and (name, id) > ($1, $2) order by name, id limit $3)
      order by c.name, c.id""";

  private CredentialRows() {}

  static Uni<List<Credential>> page(SqlClient sql, String name, UUID id, int limit) {
    return sql.preparedQuery(SELECT + PAGE)
        .execute(Tuple.of(name, id, limit))
        .map(CredentialRows::credentials);
  }

  static Uni<Optional<Credential>> find(SqlClient sql, CredentialId id) {
    return sql.preparedQuery(SELECT + "c.id = $1")
        .execute(Tuple.of(id.value()))
        .map(rows -> credentials(rows).stream().findFirst());
  }

  private static List<Credential> credentials(RowSet<Row> rows) {
    List<Credential> credentials = new ArrayList<>();
    Map<String, SetSecret> secrets = new HashMap<>();
    @Nullable Row last = null;
    for (Row row : rows) {
      if (last != null && !last.getUUID("id").equals(row.getUUID("id"))) {
        credentials.add(credential(last, secrets));
        secrets = new HashMap<>();
      }
      String field = row.getString("field");
      if (field != null) {
        secrets.put(field, new SetSecret(row.getString("fingerprint"), time(row, "set_at")));
      }
      last = row;
    }
    if (last != null) {
      credentials.add(credential(last, secrets));
    }
    return credentials;
  }

  private static Credential credential(Row row, Map<String, SetSecret> secrets) {
    return new Credential(
        new CredentialId(row.getUUID("id")),
        row.getString("name"),
        row.getString("login_user"),
        Credentials.uses(row),
        secrets,
        time(row, "created_at"),
        time(row, "updated_at"));
  }

  private static Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time.toInstant();
  }
}
