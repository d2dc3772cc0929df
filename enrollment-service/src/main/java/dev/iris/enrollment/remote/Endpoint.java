package dev.iris.enrollment.remote;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a host listens for people who log in.
 *
 * @param address a literal IPv4 or IPv6 address without brackets or zone, or a name as RFC 1123 has it; other scripts are
 *     turned into ASCII
 * @param port from 1 to 65535
 */
public record Endpoint(String address, int port) {

  private static final int MAX_NAME = 253;
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern QUAD =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern NAME =
      Pattern.compile("(?!-)[a-z0-9-]{1,63}(?<!-)(\\.(?!-)[a-z0-9-]{1,63}(?<!-))*");
  private static final Pattern NUMBERS = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|\\d+)");

  public Endpoint {
    address =
        readable(address)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the address is neither an IP address nor a host name"));
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("the port must be from 1 to 65535");
    }
  }

  /** The address as it will be used, or nothing if it is none. No name is resolved. */
  public static Optional<String> readable(String address) {
    String text = address.strip().toLowerCase(Locale.ROOT);
    if (text.indexOf(':') >= 0) {
      return V6.matcher(text).matches() ? literal(text) : Optional.empty();
    }
    if (QUAD.matcher(text).matches()) {
      return Optional.of(text);
    }
    // What looks like a number would be read as an address by some resolvers: 10.1, 0x7f000001.
    return ascii(text)
        .filter(name -> name.length() <= MAX_NAME)
        .filter(name -> NAME.matcher(name).matches() && !NUMBERS.matcher(name).matches());
  }

  private static Optional<String> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> ascii(String name) {
    try {
      return Optional.of(IDN.toASCII(name).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As people write it: {@code web-01:22}, {@code [::1]:22}. */
  @Override
  public String toString() {
    return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
  }
}
