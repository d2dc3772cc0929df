package dev.iris.enrollment.credential;

import dev.iris.vault.SecretBox.Sealed;
import io.vertx.mutiny.sqlclient.Row;

/** A sealed secret as it lies in the columns {@code kek_id}, {@code wrapped_key} and {@code sealed}. */
final class SealedColumns {

  private SealedColumns() {}

  static Sealed of(Row row) {
    return new Sealed(
        row.getString("kek_id"),
        row.getBuffer("wrapped_key").getBytes(),
        row.getBuffer("sealed").getBytes());
  }
}
