package dev.iris.enrollment.detect;

import dev.iris.enrollment.detect.HostFacts.Alloy;
import dev.iris.enrollment.detect.HostFacts.Listener;
import dev.iris.enrollment.platform.Answer;
import dev.iris.enrollment.platform.OsRelease;
import dev.iris.enrollment.remote.RemoteCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The look that Iris takes at a Unix host, in one round trip: what to run there, and what its output means. */
public final class Inspection {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SCRIPT = script();

  /** {@code LISTEN 0 128 [::]:22 [::]:* users:(("sshd",pid=1,fd=3))} */
  private static final Pattern LISTENER =
      Pattern.compile(
          "LISTEN +\\d+ +\\d+ +(\\S+):(\\d{1,5}) +\\S+(?:.*?\\(\\(\"([^\"]{1,64})\")?.*");

  /** {@code alloy, version v1.11.3 (branch: HEAD, …)} */
  private static final Pattern VERSION = Pattern.compile("version v?(\\d[0-9A-Za-z.+~-]{0,60})");

  private static final Pattern SETTING = Pattern.compile("CONFIG_FILE=[\"']?([^\"']*)[\"']?");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");

  private Inspection() {}

  /** What to run. Changes nothing; with all rights it sees more. */
  public static RemoteCommand command() {
    return RemoteCommand.of(SCRIPT, LIMIT);
  }

  /**
   * What the host said.
   *
   * @param output of the command
   * @return nothing if the script did not come to its end
   */
  public static Optional<HostFacts> read(String output) {
    Answer answer = new Answer(output);
    return answer.complete() ? Optional.of(facts(answer)) : Optional.empty();
  }

  private static HostFacts facts(Answer answer) {
    return new HostFacts(
        OsRelease.parse(answer.whole("os-release")),
        answer.text("architecture"),
        answer.text("kernel"),
        answer.text("hostname"),
        answer.text("machine-id"),
        answer.text("init"),
        !answer.text("systemd").isEmpty(),
        answer.text("uid").equals("0"),
        answer.numbers("disks"),
        clock(answer.text("clock")),
        answer.set("package-managers"),
        answer.set("package-managers-busy"),
        answer.set("firewalls"),
        answer.lines("listeners").flatMap(Inspection::listener).distinct().toList(),
        answer
            .lines("services")
            .map(unit -> unit.replaceFirst("\\.service$", ""))
            .collect(Collectors.toSet()),
        answer.numbers("mtus"),
        alloy(answer));
  }

  private static Alloy alloy(Answer answer) {
    return new Alloy(
        first(VERSION, answer.text("alloy-version")),
        answer.settings("alloy-unit"),
        answer.text("alloy-environment"),
        first(SETTING, answer.text("alloy-config-setting")),
        first(Pattern.compile("^([0-9a-f]{64})\\b"), answer.text("alloy-config-sha256")));
  }

  private static Stream<Listener> listener(String line) {
    Matcher found = LISTENER.matcher(line);
    if (!found.matches() || Integer.parseInt(found.group(2)) > 65535) {
      return Stream.empty();
    }
    String program = found.group(3) == null ? "" : found.group(3);
    return Stream.of(new Listener(found.group(1), Integer.parseInt(found.group(2)), program));
  }

  private static @Nullable Instant clock(String seconds) {
    return SECONDS.matcher(seconds).matches()
        ? Instant.ofEpochSecond(Long.parseLong(seconds))
        : null;
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  private static String script() {
    try (InputStream script = Inspection.class.getResourceAsStream("inspect.sh")) {
      if (script == null) {
        throw new IllegalStateException("inspect.sh is not in the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
