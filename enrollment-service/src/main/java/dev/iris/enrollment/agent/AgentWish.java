package dev.iris.enrollment.agent;

import dev.iris.enrollment.template.RenderedConfig;
import dev.iris.web.IpRange;
import java.util.List;
import java.util.Optional;

/**
 * What is to run on a host.
 *
 * @param version pinned, as {@code 1.18.1-1}; else the newest
 * @param scrapers who may reach the metrics ports
 */
public record AgentWish(RenderedConfig config, Optional<String> version, List<IpRange> scrapers) {

  public AgentWish {
    scrapers = List.copyOf(scrapers);
  }
}
