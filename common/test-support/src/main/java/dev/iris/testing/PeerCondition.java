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

  private static final Map<String, String> PACKAGES =
      Map.of(
          "redis-server", "redis-server",
          "prometheus-alertmanager", "prometheus-alertmanager",
          "alertmanager", "prometheus-alertmanager",
          "prometheus", "prometheus",
          "promtool", "prometheus",
          "amtool", "prometheus-alertmanager",
          "psql", "postgresql-client",
          "sshd", "openssh-server");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), RequiresPeer.class)
        .map(wanted -> decide(Arrays.asList(wanted.value()), System.getenv("IRIS_REQUIRE_PEERS")))
        .orElseGet(() -> ConditionEvaluationResult.enabled("no peer needed"));
  }

  static ConditionEvaluationResult decide(List<String> wanted, @Nullable String required) {
    List<String> missing = wanted.stream().filter(peer -> Peers.find(peer).isEmpty()).toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all peers are here");
    }
    String reason =
        missing.stream()
            .map(
                peer ->
                    "needs " + peer + " (apt install " + PACKAGES.getOrDefault(peer, peer) + ")")
            .collect(Collectors.joining(", "));
    if (Boolean.parseBoolean(required)) {
      throw new ExtensionConfigurationException(
          reason + ", and IRIS_REQUIRE_PEERS forbids to skip");
    }
    return ConditionEvaluationResult.disabled(reason);
  }
}
