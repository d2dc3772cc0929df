package dev.iris.incident.ledger;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** From, inclusive, to, exclusive. */
record Window(Instant from, Instant to) {

  Tuple parameters() {
    return Tuple.of(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC));
  }
}
