package dev.iris.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of this machine only, made at the first start, in files that only their owner can read. */
final class Secrets {

  private static final int BYTES = 32;

  private final Path folder;

  Secrets(DataFolder data) {
    this.folder = data.secrets();
  }

  /** The secret of that name: letters and digits, safe in URLs and in SQL. */
  String get(String name) {
    try {
      return Files.readString(file(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file that holds it: 32 random bytes in base64url. */
  Path file(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      byte[] secret = new byte[BYTES];
      new SecureRandom().nextBytes(secret);
      put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
    return file;
  }

  /** Keeps a text that is a secret, or holds one. */
  void put(String name, String text) {
    Path file = folder.resolve(name);
    try {
      Path fresh = folder.resolve(name + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
