package dev.iris.incident.reconciliation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Alertmanagers behind each source. Nothing is ever concluded about a source that is not named here. Public, as the
 * framework reflects on mappings that hold maps.
 */
@ConfigMapping(prefix = "iris.incident.alertmanagers")
public interface AlertmanagersConfig {

  /** By the name of the source that they post to. */
  @WithParentName
  Map<String, Cluster> sources();

  /** The Alertmanagers that post to one source. */
  interface Cluster {

    /** Where each peer is reached, all of them: alerts are not shared between peers. */
    List<URI> urls();

    /** The value of the header {@code Authorization} to send, such as {@code Bearer …}. A secret. */
    Optional<String> authorization();

    /** The names of the receivers that post to this source: what is routed elsewhere was never meant for Iris. */
    @WithDefault("iris")
    Set<String> receivers();

    /**
     * Whether to look for alerts that Alertmanager has and never told of. Off where the route to Iris is muted at times, and
     * Alertmanager is older than 0.28: it does not say that it mutes.
     */
    @WithDefault("true")
    boolean findMissed();
  }
}
