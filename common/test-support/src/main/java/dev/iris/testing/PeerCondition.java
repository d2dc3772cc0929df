package dev.iris.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresPeer}. */
final class PeerCondition implements ExecutionCondition {

  /** No program, but whom the tests must run as. */
  private static final String ROOT = "root";

  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("alertmanager", "prometheus-alertmanager"),
          Map.entry("promtool", "prometheus"),
          Map.entry("amtool", "prometheus-alertmanager"),
          Map.entry("psql", "postgresql-client"),
          Map.entry("sshd", "openssh-server"),
          Map.entry("systemd-nspawn", "systemd-container"),
          Map.entry("apt-ftparchive", "apt-utils"),
          Map.entry("gpg", "gnupg"),
          Map.entry("ip", "iproute2"),
          Map.entry("ssh", "openssh-client"),
          Map.entry("ssh-keygen", "openssh-client"));

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), RequiresPeer.class)
        .map(wanted -> decide(Arrays.asList(wanted.value()), System.getenv("IRIS_REQUIRE_PEERS")))
        .orElseGet(() -> ConditionEvaluationResult.enabled("no peer needed"));
  }

  static ConditionEvaluationResult decide(List<String> wanted, @Nullable String required) {
    List<String> missing = wanted.stream().filter(peer -> !isHere(peer)).toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all peers are here");
    }
    String reason = missing.stream().map(PeerCondition::need).collect(Collectors.joining(", "));
    if (Boolean.parseBoolean(required)) {
      throw new ExtensionConfigurationException(
          reason + ", and IRIS_REQUIRE_PEERS forbids to skip");
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  private static boolean isHere(String peer) {
    return peer.equals(ROOT)
        ? System.getProperty("user.name").equals(ROOT)
        : Peers.find(peer).isPresent();
  }

  private static String need(String peer) {
    return peer.equals(ROOT)
        ? "needs root"
        : "needs " + peer + " (apt install " + PACKAGES.getOrDefault(peer, peer) + ")";
  }
}
