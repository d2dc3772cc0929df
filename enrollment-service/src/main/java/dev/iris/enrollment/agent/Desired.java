package dev.iris.enrollment.agent;

import dev.iris.enrollment.platform.Platform;
import dev.iris.enrollment.platform.ScriptInput;
import dev.iris.enrollment.template.Companion;
import dev.iris.enrollment.template.Component;
import dev.iris.enrollment.template.RenderedConfig;
import dev.iris.web.IpRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a host's files are to hold. */
final class Desired {

  private static final String HEAD =
      "// Iris writes this file. What somebody changes here is kept beside it when Iris writes it again.\n\n";

  /** The first and the last line are what the scripts look for. */
  private static final String BLOCK =
      """
      # iris: begin (Iris writes these lines; they win over what is above)
      %s# iris: end
      """;

  private final Platform platform;
  private final AgentWish wish;
  private final AgentSettings settings;

  Desired(Platform platform, AgentWish wish, AgentSettings settings) {
    this.platform = platform;
    this.wish = wish;
    this.settings = settings;
  }

  String config() {
    return HEAD + wish.config().alloy();
  }

  String configSha256() {
    return SigningKeys.sha256(config());
  }

  /** What stands at the end of the environment file. With secrets. */
  String block() {
    return BLOCK.formatted(
        """
        CONFIG_FILE="%s"
        CUSTOM_ARGS="--server.http.listen-addr=%s:%d --disable-reporting"
        """
                .formatted(
                    platform.alloyConfigFile(), settings.listenAddress(), Component.ALLOY_PORT)
            + wish.config().environment());
  }

  String blockSha256() {
    return SigningKeys.sha256(block());
  }

  String repositoryText() {
    return platform.repositoryText(settings.repository(platform), wish.version().isPresent());
  }

  List<Companion> companions() {
    return wish.config().companions();
  }

  /** Where the arguments of a companion are, if the host's family has any. */
  Optional<String> companionFile(Companion companion) {
    return platform.companionFile(companion.packageName());
  }

  /** What Alloy will have been seen to be ready with, for the next look. */
  String running(String version) {
    return "config %s\nblock %s\nversion %s\n".formatted(configSha256(), blockSha256(), version);
  }

  /** Paths, and what all scripts want to know; no secrets. */
  ScriptInput input() {
    ScriptInput input =
        ScriptInput.of(
            Map.of(
                "config-file", platform.alloyConfigFile(),
                "environment-file", platform.alloyEnvironmentFile(),
                "repository-file", platform.repositoryFile(),
                "repository-url", settings.repository(platform),
                "key-file", platform.keyFile(),
                "version", wish.version().orElse(""),
                "scrapers",
                    lines(wish.scrapers().stream().map(IpRange::toString).sorted().toList()),
                "ports", lines(ports())));
    List<Companion> companions = companions();
    for (int i = 0; i < companions.size(); i++) {
      Optional<String> file = companionFile(companions.get(i));
      if (file.isPresent()) {
        String name = "companion-" + (i + 1);
        input =
            input
                .and(name, companions.get(i).packageName())
                .and(name + "-file", file.get())
                .and(name + "-block", arguments(companions.get(i)));
      }
    }
    return input;
  }

  /** What the installation wants to know besides. */
  ScriptInput installation(String key) {
    return input()
        .and("repository", repositoryText())
        .and("key", key)
        .and("patience", Long.toString(settings.packageManagerPatience().toSeconds()));
  }

  /** The ports that are scraped. */
  private List<String> ports() {
    RenderedConfig config = wish.config();
    return IntStream.concat(
            IntStream.of(Component.ALLOY_PORT),
            config.components().stream().mapToInt(Component::port))
        .distinct()
        .sorted()
        .mapToObj(Integer::toString)
        .toList();
  }

  private static String arguments(Companion companion) {
    return BLOCK.formatted("ARGS=\"" + String.join(" ", companion.arguments()) + "\"\n");
  }

  private static String lines(List<String> items) {
    return items.stream().map(item -> item + "\n").collect(Collectors.joining());
  }
}
