package dev.iris.enrollment.enrolling;

import dev.iris.web.IrisProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds what the same request with the same Idempotency-Key made before. */
public final class SameRequest {

  private SameRequest() {}

  /**
   * What a key stands for already; nothing without a key.
   *
   * @param select of {@code id} and {@code request_digest}, by the caller and the key
   * @param digest of the request that came now
   * @return fails with 409 {@code idempotency-key-reused} if the key came with another request
   */
  public static Uni<Optional<UUID>> find(
      SqlClient sql, String select, String caller, @Nullable String key, byte[] digest) {
    if (key == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    return sql.preparedQuery(select)
        .execute(Tuple.of(caller, key))
        .map(
            rows -> {
              for (Row row : rows) {
                if (!MessageDigest.isEqual(row.getBuffer("request_digest").getBytes(), digest)) {
                  throw IrisProblem.conflict(
                      "idempotency-key-reused",
                      "This Idempotency-Key came with another request before. Take a new one.");
                }
                return Optional.of(row.getUUID("id"));
              }
              return Optional.empty();
            });
  }
}
