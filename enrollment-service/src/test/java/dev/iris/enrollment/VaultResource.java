package dev.iris.enrollment;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** What the enrollment service needs beside its databases: the key file of its vault. */
public final class VaultResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        "iris.enrollment.vault.key-file", keyFile().toString(),
        "iris.enrollment.jobs.lease", "2s",
        "iris.enrollment.jobs.sweep", "200ms",
        "iris.enrollment.batches.sweep", "200ms");
  }

  /** A fresh key file, as the vault wants it. */
  public static Path keyFile() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      Path file =
          Files.createTempFile(
              "iris-vault",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      file.toFile().deleteOnExit();
      return Files.writeString(file, Base64.getEncoder().encodeToString(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}
}
