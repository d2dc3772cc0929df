package dev.iris.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Files with a key for a vault: 32 random bytes in base64, for their owner alone. */
public final class KeyFile {

  private static final int BYTES = 32;

  private KeyFile() {}

  /** A new one; gone when the JVM ends. */
  public static Path fresh() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    try {
      Path file =
          Files.createTempFile(
              "iris-key",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      file.toFile().deleteOnExit();
      return Files.writeString(file, Base64.getEncoder().encodeToString(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
