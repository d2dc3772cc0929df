package dev.iris.enrollment.credential;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network in CIDR notation.
 *
 * @param text as it was given
 */
record Network(String text, byte[] base, int bits) {

  private static final Pattern SHAPE = Pattern.compile("([0-9A-Fa-f:.]{2,45})/(\\d{1,3})");

  /** The network that a text names; empty if it names none. */
  static Optional<Network> of(String text) {
    var parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(parts.group(2));
    return literal(parts.group(1))
        .filter(base -> bits <= base.length * Byte.SIZE)
        .map(base -> new Network(text, base, bits));
  }

  /** The bytes of a literal address; empty for names, which are not resolved. */
  static Optional<byte[]> literal(String address) {
    try {
      return Optional.of(InetAddress.ofLiteral(address).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the address lies in it. */
  boolean contains(byte[] address) {
    if (address.length != base.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    int mask = 0xFF << (Byte.SIZE - bits % Byte.SIZE) & 0xFF;
    return Arrays.equals(address, 0, whole, base, 0, whole)
        && (mask == 0 || (address[whole] & mask) == (base[whole] & mask));
  }
}
