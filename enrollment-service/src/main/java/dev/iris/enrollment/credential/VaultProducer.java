package dev.iris.enrollment.credential;

import dev.iris.vault.KeyEncryptionKey;
import dev.iris.vault.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the box of the configured key files; without a usable one the service does not start. */
@ApplicationScoped
class VaultProducer {

  /** The labels are part of what lies in the database: they never change. */
  static final KeyEncryptionKey.Use USE =
      new KeyEncryptionKey.Use(
          "iris.enrollment.vault.key-file",
          "iris/enrollment/credentials",
          "iris/enrollment/key-id");

  @Produces
  @Singleton
  SecretBox box(VaultConfig config) {
    return new SecretBox(
        KeyEncryptionKey.ofFile(config.keyFile(), USE),
        config.olderKeyFiles().orElse(List.of()).stream()
            .map(file -> KeyEncryptionKey.ofFile(file, USE))
            .toList());
  }
}
