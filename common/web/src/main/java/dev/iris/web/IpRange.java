package dev.iris.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A block of addresses in CIDR notation. */
public final class IpRange {

  private static final Pattern QUAD = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final byte[] prefix;
  private final int bits;

  private IpRange(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /**
   * The block that a text such as {@code 10.0.0.0/8} or {@code ::1} names.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static IpRange parse(String text) {
    String[] parts = text.strip().split("/", 2);
    byte[] address = literal(parts[0]);
    int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
    if (bits < 0 || bits > address.length * 8) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    return new IpRange(address, bits);
  }

  /** Whether the address lies in it. */
  public boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(prefix, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    int mask = (0xFF << (8 - rest)) & 0xFF;
    return rest == 0 || (prefix[whole] & mask) == (other[whole] & mask);
  }

  /** The longest run of zeros of an IPv6 address left out, as RFC 5952 has it; an IPv4 address as it is. */
  private static String shortened(String address) {
    String framed = ":" + address + ":";
    for (int length = 8; length > 1; length--) {
      String zeros = ":0".repeat(length) + ":";
      int at = framed.indexOf(zeros);
      if (at >= 0) {
        String left = framed.substring(0, at) + "::" + framed.substring(at + zeros.length());
        return left.replaceFirst("^:(?!:)", "").replaceFirst("(?<!:):$", "");
      }
    }
    return address;
  }

  /** As others write it: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. What is not part of the prefix is zero. */
  @Override
  public String toString() {
    byte[] network = prefix.clone();
    for (int bit = bits; bit < network.length * 8; bit++) {
      network[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    try {
      return shortened(InetAddress.getByAddress(network).getHostAddress()) + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text as an address, never asking a name server, and without the short forms such as {@code 10.1}. */
  private static byte[] literal(String text) {
    if (!text.contains(":") && !QUAD.matcher(text).matches()) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    return InetAddress.ofLiteral(text).getAddress();
  }
}
