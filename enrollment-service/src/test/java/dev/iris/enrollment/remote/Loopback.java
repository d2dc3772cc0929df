package dev.iris.enrollment.remote;

import dev.iris.testing.ConfigOf;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Allowed targets of tests: this machine alone. */
public final class Loopback {

  private Loopback() {}

  /** This machine at one of these ports. */
  public static AllowedTargets at(int... ports) {
    return new AllowedTargets(
        ConfigOf.mapping(
            RemoteConfig.class,
            Map.of(
                "iris.enrollment.remote.allow-networks",
                "127.0.0.0/8,::1/128",
                "iris.enrollment.remote.ports",
                joined(ports))));
  }

  private static String joined(int... ports) {
    return Arrays.stream(ports).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
