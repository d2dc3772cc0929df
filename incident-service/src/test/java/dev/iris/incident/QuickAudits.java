package dev.iris.incident;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Lets the auditor look every second, as no test wants to wait for it. */
public final class QuickAudits implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of("iris.incident.ledger.audit-every", "PT1S");
  }

  @Override
  public void stop() {}
}
