package dev.iris.enrollment.remote;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a host proves itself with: a public key, or a certificate.
 *
 * @param algorithm such as {@code ssh-ed25519}
 * @param base64 the public key as the protocol encodes it
 */
public record HostKey(String algorithm, String base64) {

  private static final Pattern ALGORITHM = Pattern.compile("[A-Za-z0-9@._-]{1,64}");
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  public HostKey {
    if (!ALGORITHM.matcher(algorithm).matches()) {
      throw new IllegalArgumentException("the algorithm has no usable name");
    }
    base64 = Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64));
  }

  /**
   * Reads {@code ssh-ed25519 AAAA… comment}, as in known_hosts (without the names) and in *.pub files.
   *
   * @throws IllegalArgumentException if it is no such line
   */
  public static HostKey parse(String line) {
    String[] parts = line.strip().split("\\s+", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("a host key has an algorithm and a key");
    }
    return new HostKey(parts[0], parts[1]);
  }

  /** Whether a text is a fingerprint as {@link #fingerprint} gives it. */
  public static boolean isFingerprint(String text) {
    return FINGERPRINT.matcher(text).matches();
  }

  /** As {@code ssh-keygen -l} shows it: {@code SHA256:…}. */
  public String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(base64));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 must be there", e);
    }
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return algorithm + " " + base64;
  }
}
