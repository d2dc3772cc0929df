package dev.iris.incident.reconciliation;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One Alertmanager.
 *
 * @param name host and port, for logs and metrics
 * @param alerts where it lists its alerts
 */
record Peer(String name, URI alerts, Optional<String> authorization) {

  private static final Pattern HEADER_VALUE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
  private static final String PATH =
      "/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true";

  /**
   * A peer by its base address, a path prefix included where it has one.
   *
   * @throws IllegalArgumentException never telling the authorization
   */
  static Peer of(URI base, Optional<String> authorization) {
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    if (!("http".equals(scheme) || "https".equals(scheme))
        || base.getHost() == null
        || base.getRawUserInfo() != null
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "an Alertmanager's address is http(s)://host[:port][/prefix], without user, query and fragment");
    }
    if (authorization.isPresent() && !HEADER_VALUE.matcher(authorization.get()).matches()) {
      throw new IllegalArgumentException("the authorization is not the value of a header");
    }
    String text = base.toString();
    String prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    String port = base.getPort() == -1 ? "" : ":" + base.getPort();
    return new Peer(base.getHost() + port, URI.create(prefix + PATH), authorization);
  }

  /** Never the authorization. */
  @Override
  public String toString() {
    return name;
  }
}
