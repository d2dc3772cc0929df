package dev.iris.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals the keys of secrets. It is derived from a file that only the service may read, so that a copy of the
 * database alone is worth nothing. There is no way to run without it.
 *
 * @param id names the key without telling anything of it
 */
public record KeyEncryptionKey(String id, SecretKey key) {

  private static final int MIN_BYTES = 32;

  /**
   * What a key is for. Keys of different uses have nothing in common, even if they are derived from one file.
   *
   * @param property that names the file, for messages
   * @param label separates keys of this use from all others; it never changes
   * @param idLabel the same for their ids
   */
  public record Use(String property, String label, String idLabel) {}

  /** The key file cannot be used; the message says what to do about it. */
  public static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for whoever starts the service. */
    public UnusableException(String message) {
      super(message);
    }
  }

  /**
   * The key of a file that holds at least 32 random bytes, plain or as base64 or hex.
   *
   * @throws UnusableException if it is missing, too short, or open to others
   */
  public static KeyEncryptionKey ofFile(Path file, Use use) {
    try {
      refuseIfOpenToOthers(file, use);
      return of(material(Files.readAllBytes(file), file, use), use);
    } catch (IOException e) {
      throw new UnusableException(
          use.property()
              + " "
              + file
              + " cannot be read. Make one: (umask 077; openssl rand -base64 48 > "
              + file
              + ")");
    }
  }

  /** The key that is derived from these bytes. */
  static KeyEncryptionKey of(byte[] material, Use use) {
    byte[] key = derive(material, use.label());
    byte[] id = derive(material, use.idLabel());
    return new KeyEncryptionKey(HexFormat.of().formatHex(id, 0, 8), new SecretKeySpec(key, "AES"));
  }

  private static byte[] derive(byte[] material, String purpose) {
    try {
      HKDFParameterSpec how =
          HKDFParameterSpec.ofExtract()
              .addIKM(material)
              .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), MIN_BYTES);
      return KDF.getInstance("HKDF-SHA256").deriveData(how);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF-SHA256 must be there", e);
    }
  }

  private static byte[] material(byte[] content, Path file, Use use) {
    String text = new String(content, StandardCharsets.ISO_8859_1).strip();
    byte[] material = content;
    if (text.matches("[0-9a-fA-F]{32,}") && text.length() % 2 == 0) {
      material = HexFormat.of().parseHex(text);
    } else if (text.matches("[A-Za-z0-9+/_\\s-]{32,}={0,2}")) {
      material = Base64.getMimeDecoder().decode(text.replace('-', '+').replace('_', '/'));
    }
    if (material.length < MIN_BYTES) {
      throw new UnusableException(
          use.property() + " " + file + " is too short: it must hold at least 32 random bytes");
    }
    return material;
  }

  private static void refuseIfOpenToOthers(Path file, Use use) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    boolean open =
        permissions.contains(PosixFilePermission.OTHERS_READ)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE)
            || permissions.contains(PosixFilePermission.GROUP_WRITE);
    if (open) {
      throw new UnusableException(
          use.property() + " " + file + " is open to others: chmod 0400 " + file);
    }
  }

  @Override
  public String toString() {
    return "KeyEncryptionKey[" + id + "]";
  }
}
