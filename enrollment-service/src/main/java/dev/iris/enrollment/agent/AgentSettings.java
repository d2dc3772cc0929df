package dev.iris.enrollment.agent;

import dev.iris.enrollment.platform.Platform;
import java.time.Duration;

/**
 * The same for all hosts.
 *
 * @param componentPath where Alloy serves the metrics of a component, whose id stands for {@code {id}}
 */
record AgentSettings(
    String apt,
    String rpm,
    SigningKeys keys,
    String listenAddress,
    Duration clockSkew,
    long freeOnRoot,
    long freeOnVar,
    Duration packageManagerPatience,
    Duration readyWithin,
    boolean managesFirewalls,
    String componentPath) {

  static AgentSettings of(AgentConfig config, String componentPath) {
    AgentConfig.Repository repository = config.repository();
    return new AgentSettings(
        repository.apt(),
        repository.rpm(),
        new SigningKeys(
            repository.keyFile(), repository.keyFingerprints().orElseGet(java.util.List::of)),
        config.listenAddress(),
        config.clockSkew(),
        config.freeOnRoot(),
        config.freeOnVar(),
        config.packageManagerPatience(),
        config.readyWithin(),
        config.firewall() == AgentConfig.Firewall.MANAGE,
        componentPath);
  }

  String repository(Platform platform) {
    String url =
        switch (platform) {
          case Platform.Debian _ -> apt;
          case Platform.Rhel _, Platform.Suse _ -> rpm;
        };
    return url.replaceFirst("/+$", "");
  }
}
