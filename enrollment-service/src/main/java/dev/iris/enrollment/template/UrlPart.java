package dev.iris.enrollment.template;

import java.nio.charset.StandardCharsets;

/** Parts of a URL, as every parser of URLs reads them back. */
final class UrlPart {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private UrlPart() {}

  /** The text with everything percent-encoded that is not unreserved (RFC 3986): it fits in user, password, path and query. */
  static String percent(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b));
      }
    }
    return encoded.toString();
  }

  /** A name or an address as the host of a URL: an IPv6 address in brackets. */
  static String host(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
