package dev.iris.enrollment.remote;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which hosts Iris may log in to. */
@ConfigMapping(prefix = "iris.enrollment.remote")
interface RemoteConfig {

  /** Networks (CIDR). Without any: all but this machine, link-local and multicast addresses. */
  Optional<List<String>> allowNetworks();

  /** Ports: by default those of SSH and WinRM. */
  @WithDefault("22,5985,5986")
  Set<Integer> ports();
}
