package dev.iris.enrollment.remote;

import dev.iris.testing.ConfigOf;
import java.util.Map;

/** Allowed targets as they are without any configuration. */
public final class EveryNetwork {

  private EveryNetwork() {}

  public static AllowedTargets allowed() {
    return new AllowedTargets(ConfigOf.mapping(RemoteConfig.class, Map.of()));
  }
}
