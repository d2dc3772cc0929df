package dev.iris.incident.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the ledger. */
@ConfigMapping(prefix = "iris.incident.ledger")
interface LedgerConfig {

  /** How often the auditor looks. */
  @WithDefault("PT20S")
  Duration auditEvery();

  /** How far back the auditor looks, and a request that does not say. */
  @WithDefault("PT24H")
  Duration window();

  /** How long a stored webhook may wait to be taken up before that is a discrepancy. */
  @WithDefault("PT2M")
  Duration queuedTooLong();
}
