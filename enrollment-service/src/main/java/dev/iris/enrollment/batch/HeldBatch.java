package dev.iris.enrollment.batch;

import dev.iris.outbox.Transaction;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A running batch whose row the transaction holds.
 *
 * @param credential for hosts that name none
 * @param cancelled whether somebody asked for its end
 */
record HeldBatch(
    Transaction transaction,
    BatchId id,
    int concurrency,
    Optional<UUID> credential,
    String requestedBy,
    boolean cancelled,
    Instant now) {

  SqlClient sql() {
    return transaction.sql();
  }
}
