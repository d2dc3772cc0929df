package dev.iris.web.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/** What counts as "this machine": addresses, Host headers, origins. */
final class Loopback {

  private Loopback() {}

  /** Whether a service that listens on this host can be reached from this machine only. */
  static boolean isListeningHost(String host) {
    try {
      return InetAddress.getByName(unbracketed(host)).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether an address literal is a loopback address. Never asks a name server. */
  static boolean isAddress(String literal) {
    try {
      return InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether a Host header means this machine: {@code localhost}, {@code 127.0.0.1}, {@code [::1]}, with or without a port.
   * Any other name may be a stranger's that resolves to us (DNS rebinding).
   */
  static boolean isHostHeader(String header) {
    try {
      String host = new URI("http://" + header).getHost();
      return host != null && (host.equalsIgnoreCase("localhost") || isAddress(unbracketed(host)));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether the page that sent a request came from the same host and port as it talks to. */
  static boolean isSameOrigin(String origin, String hostHeader) {
    String lower = origin.toLowerCase(Locale.ROOT);
    String host = hostHeader.toLowerCase(Locale.ROOT);
    return lower.equals("http://" + host) || lower.equals("https://" + host);
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
