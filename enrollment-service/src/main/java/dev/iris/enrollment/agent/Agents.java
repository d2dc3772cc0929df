package dev.iris.enrollment.agent;

import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.platform.Platform;
import dev.iris.enrollment.remote.RemoteHost;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes an {@link Agent} for each host. */
@ApplicationScoped
public class Agents {

  private final AgentSettings settings;
  private final InstantSource clock;

  @Inject
  Agents(
      AgentConfig config,
      @ConfigProperty(
              name = "iris.enrollment.targets.component-path",
              defaultValue = "/api/v0/component/{id}/metrics")
          String componentPath,
      InstantSource clock) {
    this(AgentSettings.of(config, componentPath), clock);
  }

  Agents(AgentSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * An agent for one host and one job.
   *
   * @param host logged in to, as somebody who can get all rights
   * @param facts of a fresh look
   * @param tell receives what commands print; may hold anything, secrets that the host knows among it
   */
  public Agent on(RemoteHost host, HostFacts facts, AgentWish wish, Consumer<String> tell) {
    Optional<Platform> platform = Platform.of(facts.os());
    return new Agent(
        facts,
        platform,
        settings,
        platform
            .map(
                known ->
                    new Site(
                        host,
                        known,
                        wish,
                        settings,
                        new Desired(known, wish, settings),
                        tell,
                        clock))
            .orElse(null));
  }
}
