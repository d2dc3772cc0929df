package dev.iris.enrollment.platform;

import dev.iris.enrollment.remote.RemoteCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Iris runs on hosts: constant scripts, which look before they change anything and may be run again after a death in
 * their middle. Their data is a {@link ScriptInput}, their answer a {@link ScriptReport}.
 */
public enum HostScript {
  /** What is there of Alloy; changes nothing. */
  SURVEY(90, "prelude functions FAMILY firewall survey"),
  /** The candidate files beside the real ones. */
  CONFIGURE(150, "prelude functions configure"),
  /** What Alloy says of the candidate. */
  VALIDATE(330, "prelude functions validate"),
  /** Ports of metrics, for the scrapers only. */
  OPEN_PORTS(180, "prelude functions firewall open-ports"),
  /** The same undone. */
  CLOSE_PORTS(180, "prelude functions firewall close-ports"),
  /** The candidates in force. */
  SWAP(180, "prelude functions FAMILY swap"),
  /** Alloy started anew. */
  RESTART(240, "prelude functions restart"),
  /** How its service does; changes nothing. */
  STATE(30, "prelude functions state"),
  /** What was before is forgotten. */
  SETTLE(150, "prelude functions settle"),
  /** What was before comes back. */
  RESTORE(240, "prelude functions restore"),
  /** Alloy and its companions stopped and disabled. */
  STOP(240, "prelude functions stop"),
  /** Repository, package, companions. */
  INSTALL(2700, "functions packages FAMILY install"),
  /** Package and repository away. */
  UNINSTALL(2700, "functions packages FAMILY uninstall");

  private static final String FAMILY = "FAMILY";
  private static final List<String> DETACHED = List.of("prelude", "functions", "detached");

  private final int seconds;
  private final String parts;

  HostScript(int seconds, String parts) {
    this.seconds = seconds;
    this.parts = parts;
  }

  /** What to run on a host, with all rights. */
  public RemoteCommand on(Platform platform, ScriptInput input) {
    Stream<String> own =
        Stream.of(parts.split(" ", -1))
            .flatMap(part -> part.equals(FAMILY) ? platform.scripts() : Stream.of(part));
    return switch (this) {
      // Killed in their middle they would leave a host half done: they run on their own.
      case INSTALL, UNINSTALL -> command(text(DETACHED.stream()), input.and("script", text(own)));
      case SURVEY,
          CONFIGURE,
          VALIDATE,
          OPEN_PORTS,
          CLOSE_PORTS,
          SWAP,
          RESTART,
          STATE,
          SETTLE,
          RESTORE,
          STOP ->
          command(text(own), input);
    };
  }

  private RemoteCommand command(String script, ScriptInput input) {
    return RemoteCommand.of(script, Duration.ofSeconds(seconds))
        .reading(input.bytes())
        .withAllRights();
  }

  private static String text(Stream<String> parts) {
    return parts.map(HostScript::resource).collect(Collectors.joining());
  }

  private static String resource(String name) {
    try (InputStream script = HostScript.class.getResourceAsStream(name + ".sh")) {
      if (script == null) {
        throw new IllegalStateException(name + ".sh is not in the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
