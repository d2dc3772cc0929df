package dev.iris.incident;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The auditor looks every second, as no test wants to wait for it; reminders go out when a test says so, and not by themselves. */
public final class TestPace implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        "iris.incident.ledger.audit-every", "PT1S", "iris.incident.reminders.check-every", "PT24H");
  }

  @Override
  public void stop() {}
}
