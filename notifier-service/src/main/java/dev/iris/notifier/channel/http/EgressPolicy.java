package dev.iris.notifier.channel.http;

import dev.iris.web.IpRange;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where HTTP may go. A person who may edit a channel must not be able to make Iris knock at doors of the data centre: so only
 * https, no credentials in the address, and only public addresses, unless the administrator allowed the network.
 *
 * @param allowed networks of the administrator's that may be reached though they are not public
 * @param plainHttp whether those networks may be reached without TLS
 * @param localInbox the one address of the local inbox, reachable without TLS
 */
record EgressPolicy(List<IpRange> allowed, boolean plainHttp, Optional<Door> localInbox) {

  private static final int MAX_LENGTH = 2048;

  /** Loopback, link-local, private, carrier-grade NAT, documentation, multicast, reserved; and all forms that wrap IPv4. */
  private static final List<IpRange> NOT_PUBLIC =
      List.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/96",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .stream()
          .map(IpRange::parse)
          .toList();

  /** An address and a port. */
  record Door(String host, int port) {

    boolean is(InetAddress address, int port) {
      return this.port == port && host.equals(address.getHostAddress());
    }
  }

  EgressPolicy {
    allowed = List.copyOf(allowed);
  }

  /** What is wrong with an address as text, or null; no name is resolved. */
  @Nullable String fault(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return "is not a URL";
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return "must begin with https://";
    }
    if (text.length() > MAX_LENGTH
        || uri.getHost() == null
        || uri.getPort() == 0
        || uri.getPort() > 65535) {
      return "must name a host, and a port from 1 to 65535 if any, in at most "
          + MAX_LENGTH
          + " characters";
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return "must hold neither a user nor a fragment";
    }
    if (scheme.equals("http") && !plainHttp && localInbox.isEmpty()) {
      return "must begin with https://";
    }
    return null;
  }

  /** Whether this address, which the host's name stands for now, may be connected to. */
  boolean allows(InetAddress address, int port, boolean tls) {
    if (localInbox.isPresent() && localInbox.get().is(address, port)) {
      return true;
    }
    if (allowed.stream().anyMatch(range -> range.contains(address))) {
      return tls || plainHttp;
    }
    return tls && NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
  }
}
