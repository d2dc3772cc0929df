package dev.iris.web.testing;

import dev.iris.web.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Keys and key files as an administrator's tool would make them. */
public final class Keys {

  private Keys() {}

  /** The key of a role. */
  public static String textOf(Role role) {
    return "iris_" + role.text() + "_" + "s_-".repeat(14) + "s";
  }

  /** The line of a role's key; its id is the role's name. */
  public static String lineOf(Role role) {
    return lineOf(role.text(), role, textOf(role));
  }

  /** The line of a key with this id and text. */
  public static String lineOf(String id, Role role, String text) {
    return String.join(
        " ", id, role.text(), sha256(text), "2026-01-31T08:00:00Z", "made in a test");
  }

  /** A line for each role's key. */
  public static List<String> everyRole() {
    return Stream.of(Role.values()).map(Keys::lineOf).toList();
  }

  /** Replaces the file as a careful tool does: at once, by a rename. */
  public static void write(Path file, List<String> lines) {
    try {
      Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "keys", null);
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
