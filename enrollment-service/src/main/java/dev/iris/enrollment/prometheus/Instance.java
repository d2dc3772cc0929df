package dev.iris.enrollment.prometheus;

import dev.iris.web.IpRange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One Prometheus.
 *
 * @param folder where its target files are; present when it reads files
 * @param url where it answers queries, ending in a slash
 * @param noticedAfter how long it may take until it knows of a new target
 * @param scrapesFrom whom firewalls on hosts are to let in
 */
record Instance(
    String name,
    Discovery discovery,
    Optional<Path> folder,
    Optional<URI> url,
    Optional<Path> authorizationFile,
    Duration scrapeInterval,
    Duration noticedAfter,
    List<IpRange> scrapesFrom) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  /** Refuses what can not be meant. */
  static Instance of(String name, PrometheusConfig.Server server) {
    try {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("a name is letters in lower case, digits, - and _");
      }
      boolean files = server.discovery() == Discovery.FILES;
      if (files && server.targetsFolder().isEmpty()) {
        throw new IllegalArgumentException("targets-folder is missing; or set discovery to http");
      }
      return new Instance(
          name,
          server.discovery(),
          files ? server.targetsFolder() : Optional.empty(),
          server.url().map(Instance::base),
          server.authorizationFile(),
          server.scrapeInterval(),
          server.noticedAfter().orElse(server.discovery().usualDelay()),
          server.scrapesFrom().orElse(List.of()).stream().map(IpRange::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "iris.enrollment.prometheus." + name + ": " + e.getMessage(), e);
    }
  }

  private static URI base(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!("http".equals(scheme) || "https".equals(scheme))
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "url is http(s)://host[:port][/prefix], without user, query and fragment");
    }
    String text = url.toString();
    return URI.create(text.endsWith("/") ? text : text + "/");
  }
}
