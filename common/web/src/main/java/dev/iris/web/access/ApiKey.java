package dev.iris.web.access;

import dev.iris.web.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key as it is stored: its id and the hash of its whole text. The secret part has 256 random bits, so a plain SHA-256 is
 * enough: there is nothing to guess from.
 */
record ApiKey(String id, Role role, String sha256) {

  private static final Pattern TEXT =
      Pattern.compile("iris_([A-Za-z0-9-]{1,64})_[A-Za-z0-9_-]{43}");

  /** The id in a key's text; empty if the text is no key. */
  static Optional<String> idIn(String text) {
    var matcher = TEXT.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether this is the key with that text. Takes as long for a wrong text as for the right one. */
  boolean matches(String text) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), sha256(text));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
