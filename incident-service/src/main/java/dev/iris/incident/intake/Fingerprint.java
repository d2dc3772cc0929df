package dev.iris.incident.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Alertmanager's name of a label set: FNV-1a, 64 bits, over name 0xFF value 0xFF of each label in the order of the names'
 * bytes. Computed only where a sender left it out.
 */
final class Fingerprint {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final byte[] SEPARATOR = {(byte) 0xFF};
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{16}");

  private Fingerprint() {}

  /** Whether a text looks like one. */
  static boolean isOne(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** A number for a text, by the same function. */
  static long hash(String text) {
    return add(OFFSET_BASIS, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The fingerprint of a label set, 16 hexadecimal digits. */
  static String of(Map<String, String> labels) {
    byte[][] names =
        labels.keySet().stream()
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .sorted(Comparator.comparing((byte[] b) -> b, Arrays::compareUnsigned))
            .toArray(byte[][]::new);
    long hash = OFFSET_BASIS;
    for (byte[] name : names) {
      String value = labels.getOrDefault(new String(name, StandardCharsets.UTF_8), "");
      hash = add(hash, name);
      hash = add(hash, SEPARATOR);
      hash = add(hash, value.getBytes(StandardCharsets.UTF_8));
      hash = add(hash, SEPARATOR);
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static long add(long hash, byte[] bytes) {
    long sum = hash;
    for (byte b : bytes) {
      sum = (sum ^ (b & 0xFF)) * PRIME;
    }
    return sum;
  }
}
