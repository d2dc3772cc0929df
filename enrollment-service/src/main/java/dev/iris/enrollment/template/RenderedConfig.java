package dev.iris.enrollment.template;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A host's whole Alloy config, checked for syntax, and what belongs to it. The text holds no secret: it names environment
 * variables.
 *
 * @param alloy the text of {@code config.alloy}
 * @param secrets what those variables hold; for the environment file, see {@link EnvironmentFile}
 * @param components what is to be scraped
 * @param companions what must run beside Alloy
 * @param versions the version of each template that was used, by type; 0 is the built-in one
 */
public record RenderedConfig(
    String alloy,
    Map<String, String> secrets,
    List<Component> components,
    List<Companion> companions,
    Map<String, Integer> versions) {

  public RenderedConfig {
    secrets = Map.copyOf(secrets);
    components = List.copyOf(components);
    companions = List.copyOf(companions);
    versions = Map.copyOf(versions);
  }

  /** The lines that the secrets are in the environment file, sorted by name, each with its line feed. */
  public String environment() {
    return new TreeMap<>(secrets)
        .entrySet().stream()
            .map(secret -> EnvironmentFile.line(secret.getKey(), secret.getValue()) + "\n")
            .collect(Collectors.joining());
  }

  /** Without the secrets, so that no log line can hold them. */
  @Override
  public String toString() {
    return "RenderedConfig[components=" + components + ", secrets=" + secrets.keySet() + "]";
  }
}
