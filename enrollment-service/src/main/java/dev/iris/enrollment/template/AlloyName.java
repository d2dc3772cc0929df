package dev.iris.enrollment.template;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Labels of Alloy's blocks from whatever people call a thing: ASCII, {@code [a-z_][a-z0-9_]*}, at most {@value #MAX_LENGTH}
 * characters. A name that fits stays as it is; any other gets what fits of it and a hash of all of it, so that different names
 * have different labels.
 */
final class AlloyName {

  static final int MAX_LENGTH = 60;

  private static final int HASH_DIGITS = 10;
  private static final Pattern FITTING =
      Pattern.compile("[a-z_][a-z0-9_]{0," + (MAX_LENGTH - 1) + "}");
  // Else a name could be chosen that is another's label.
  private static final Pattern LIKE_OURS = Pattern.compile(".*_[0-9a-f]{" + HASH_DIGITS + "}");
  private static final Pattern UNFITTING = Pattern.compile("[^a-z0-9_]+");
  private static final Set<String> RESERVED = Set.of("true", "false", "null");

  private AlloyName() {}

  /** The label for a name. */
  static String of(String name) {
    if (FITTING.matcher(name).matches()
        && !LIKE_OURS.matcher(name).matches()
        && !RESERVED.contains(name)) {
      return name;
    }
    String kept = UNFITTING.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
    String start = kept.isEmpty() || Character.isDigit(kept.charAt(0)) ? "_" + kept : kept;
    int room = MAX_LENGTH - HASH_DIGITS - 1;
    return start.substring(0, Math.min(start.length(), room)) + "_" + hash(name);
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_16BE));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
