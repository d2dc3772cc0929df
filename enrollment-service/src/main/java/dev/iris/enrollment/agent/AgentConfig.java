package dev.iris.enrollment.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How Alloy gets onto hosts, and how patient Iris is with them. */
@ConfigMapping(prefix = "iris.enrollment.agent")
public interface AgentConfig {

  /** Where hosts get Alloy from. */
  Repository repository();

  /** On which of their addresses hosts show metrics. */
  @WithDefault("0.0.0.0")
  @Pattern(regexp = "[0-9.]{7,15}|\\[[0-9a-f:]{2,39}\\]")
  String listenAddress();

  /** How far a host's clock may be from that of Iris. */
  @WithDefault("30s")
  Duration clockSkew();

  /** What must be free on / to install Alloy, in megabytes. */
  @WithDefault("700")
  @Min(1)
  long freeOnRoot();

  /** What must be free on /var to install Alloy, in megabytes. */
  @WithDefault("300")
  @Min(1)
  long freeOnVar();

  /** How long another package manager is waited for. */
  @WithDefault("5m")
  Duration packageManagerPatience();

  /** How long Alloy may take to be ready, and its components to answer. */
  @WithDefault("60s")
  Duration readyWithin();

  /** Whether firewalls of hosts are told of the scrapers, or left to whoever else sees to them. */
  @WithDefault("manage")
  Firewall firewall();

  /** What Iris does about firewalls. */
  enum Firewall {
    MANAGE,
    LEAVE
  }

  /** The vendor's repository, or a mirror of it. */
  interface Repository {

    String URL = "https?://[A-Za-z0-9.:\\[\\]_-]{1,253}(/[A-Za-z0-9._~/-]{0,500})?";

    /** For Debian and its kin. */
    @WithDefault("https://apt.grafana.com")
    @Pattern(regexp = URL)
    String apt();

    /** For hosts with rpm. */
    @WithDefault("https://rpm.grafana.com")
    @Pattern(regexp = URL)
    String rpm();

    /** The armored public keys that packages and repository are signed with. Without it nothing is installed. */
    Optional<Path> keyFile();

    /** The fingerprints of all keys in that file, of 40 hexadecimal digits each. */
    Optional<List<String>> keyFingerprints();
  }
}
