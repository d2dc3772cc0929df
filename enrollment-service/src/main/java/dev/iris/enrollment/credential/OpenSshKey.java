package dev.iris.enrollment.credential;

import dev.iris.vault.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** The public half of a private key in OpenSSH's format, which lies in it unencrypted. */
final class OpenSshKey {

  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST = 16_384;

  private OpenSshKey() {}

  /** The fingerprint of its public half as {@code ssh-keygen -l} shows it; empty for other formats. */
  static Optional<String> fingerprint(Secret key) {
    return publicHalf(key.reveal()).map(OpenSshKey::sha256);
  }

  private static Optional<byte[]> publicHalf(String text) {
    String body =
        text.replaceAll("-----(BEGIN|END) OPENSSH PRIVATE KEY-----", "").replaceAll("\\s", "");
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(body));
      byte[] magic = new byte[MAGIC.length];
      bytes.get(magic);
      if (!MessageDigest.isEqual(magic, MAGIC)) {
        return Optional.empty();
      }
      skip(bytes); // cipher
      skip(bytes); // how its key is derived
      skip(bytes); // and with what
      bytes.getInt(); // how many keys: one
      byte[] half = new byte[length(bytes)];
      bytes.get(half);
      return Optional.of(half);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static void skip(ByteBuffer bytes) {
    int length = length(bytes);
    bytes.position(bytes.position() + length);
  }

  private static int length(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0 || length > LONGEST || length > bytes.remaining()) {
      throw new IllegalArgumentException("no such length");
    }
    return length;
  }

  private static String sha256(byte[] half) {
    try {
      return "SHA256:"
          + Base64.getEncoder()
              .withoutPadding()
              .encodeToString(MessageDigest.getInstance("SHA-256").digest(half));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
