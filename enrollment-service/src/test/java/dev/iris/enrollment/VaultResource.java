package dev.iris.enrollment;

import dev.iris.testing.KeyFile;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the enrollment service needs beside its databases: the key file of its vault, and little patience. */
public final class VaultResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        "iris.enrollment.vault.key-file", KeyFile.fresh().toString(),
        "iris.enrollment.jobs.lease", "2s",
        "iris.enrollment.jobs.sweep", "200ms",
        "iris.enrollment.batches.sweep", "200ms");
  }

  @Override
  public void stop() {}
}
