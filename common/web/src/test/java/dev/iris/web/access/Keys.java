package dev.iris.web.access;

import dev.iris.web.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Keys and key files as an administrator's tool would make them. */
final class Keys {

  private Keys() {}

  static String textOf(Role role) {
    return "iris_" + role.text() + "_" + "s_-".repeat(14) + "s";
  }

  static String lineOf(Role role) {
    return lineOf(role.text(), role, textOf(role));
  }

  static String lineOf(String id, Role role, String text) {
    String hash = HexFormat.of().formatHex(ApiKey.sha256(text));
    return String.join(" ", id, role.text(), hash, "2026-01-31T08:00:00Z", "made for a test");
  }

  static List<String> everyRole() {
    return Stream.of(Role.values()).map(Keys::lineOf).toList();
  }

  /** Replaces the file as a careful tool does: at once, by a rename. */
  static void write(Path file, List<String> lines) {
    try {
      Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "keys", null);
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
