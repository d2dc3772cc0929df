package dev.iris.local.keys;

import dev.iris.local.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The file that all services read their keys from, one line per key. A key's text is {@code iris_<id>_<43 characters>} and is
 * known only to whoever saw it being made. Changes replace the file as a whole, so that no reader sees half of it.
 */
public final class KeyFile {

  private static final int SECRET_BYTES = 32;
  private static final String ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int ID_LENGTH = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;

  /** The keys in that file, which need not exist. */
  public KeyFile(Path file) {
    this.file = file;
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /** Whether keys are in force: without any, Iris answers on loopback only and asks nobody for a key. */
  public boolean inForce() {
    return Files.exists(file);
  }

  /** All keys, in the order they were made. */
  public synchronized List<ApiKey> list() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(ApiKey::ofLine)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes a key.
   *
   * @return its text, which cannot be had again
   */
  public synchronized String create(ApiKey.Role role, String name) {
    String id = randomId();
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    String text =
        "iris_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    List<ApiKey> keys = new ArrayList<>(list());
    String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    keys.add(new ApiKey(id, role, sha256(text), created, name.strip().replaceAll("\\s+", " ")));
    write(keys);
    return text;
  }

  /**
   * Takes a key out of force.
   *
   * @throws Refusal if there is none of that id
   */
  public synchronized void revoke(String id) {
    List<ApiKey> keys = new ArrayList<>(list());
    if (!keys.removeIf(key -> key.id().equals(id))) {
      throw new Refusal("There is no key " + id + "; ./iris keys list shows all.");
    }
    write(keys);
  }

  /** The key of that text, if it is one of these. */
  public Optional<ApiKey> find(String text) {
    byte[] hash = sha256(text).getBytes(StandardCharsets.US_ASCII);
    return list().stream()
        .filter(
            key -> MessageDigest.isEqual(hash, key.sha256().getBytes(StandardCharsets.US_ASCII)))
        .findFirst();
  }

  private void write(List<ApiKey> keys) {
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          fresh, keys.stream().map(key -> key.line() + "\n").collect(Collectors.joining()));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String randomId() {
    return RANDOM
        .ints(ID_LENGTH, 0, ID_LETTERS.length())
        .mapToObj(i -> String.valueOf(ID_LETTERS.charAt(i)))
        .collect(Collectors.joining());
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
