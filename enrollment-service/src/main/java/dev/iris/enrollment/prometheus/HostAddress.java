package dev.iris.enrollment.prometheus;

import java.net.Inet6Address;
import java.util.regex.Pattern;

/** Addresses that may stand in a target: nothing that could turn it into something else. */
final class HostAddress {

  private static final int LONGEST = 253;
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private HostAddress() {}

  static void require(String address) {
    if (!isName(address) && !isV6(address)) {
      throw new IllegalArgumentException("neither an IP address nor a name of a host");
    }
  }

  /** A name (RFC 1123) or a literal IPv4 address. */
  static boolean isName(String text) {
    return text.length() <= LONGEST
        && NAME.matcher(text).matches()
        && (!NUMBERS.matcher(text).matches() || V4.matcher(text).matches());
  }

  /** {@code host:port}, the host in brackets if it has colons. */
  static String withPort(String address, int port) {
    return (isV6(address) ? "[" + address + "]" : address) + ":" + port;
  }

  private static boolean isV6(String text) {
    if (text.indexOf(':') < 0 || !V6.matcher(text).matches()) {
      return false;
    }
    try {
      return Inet6Address.ofLiteral(text) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
