package dev.iris.enrollment;

import dev.iris.testing.KeyFile;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the enrollment service needs beside its databases: the key file of its vault. */
public final class VaultResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of("iris.enrollment.vault.key-file", KeyFile.fresh().toString());
  }

  @Override
  public void stop() {}
}
