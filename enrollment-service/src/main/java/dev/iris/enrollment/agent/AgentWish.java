package dev.iris.enrollment.agent;

import dev.iris.enrollment.template.RenderedConfig;
import dev.iris.web.IpRange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to run on a host.
 *
 * @param version of the package of Alloy, as {@code 1.18.1-1}, which it then is kept at; without one the newest that the host's
 *     package index knows
 * @param scrapers who may reach the ports of metrics, where a firewall filters
 */
public record AgentWish(RenderedConfig config, Optional<String> version, List<IpRange> scrapers) {

  private static final Pattern VERSION =
      Pattern.compile("\\d[0-9A-Za-z.+~]{0,40}-[0-9A-Za-z.+~]{1,40}");

  public AgentWish {
    if (version.isPresent() && !isVersion(version.get())) {
      throw new IllegalArgumentException("a version reads as 1.18.1-1");
    }
    scrapers = List.copyOf(scrapers);
  }

  /** Whether a text can be the version of a package, with its revision. */
  public static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }
}
