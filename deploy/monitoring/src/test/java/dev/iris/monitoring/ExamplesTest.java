package dev.iris.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.RequiresPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations that people start from. */
class ExamplesTest {

  @Test
  @RequiresPeer("amtool")
  void shouldBeAConfigurationOfAlertmanager() {
    assertThat(Tool.run("amtool", "check-config", "alertmanager.yml"))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero());
  }

  @Test
  @RequiresPeer("amtool")
  void shouldSendWhatIsAboutIrisByMailAndAllElseToIris() {
    assertThat(receivers("alertname=IrisPoisonOpen", "about=iris")).contains("about-iris");
    assertThat(receivers("alertname=HostDown", "instance=web-01")).contains("iris");
    assertThat(receivers("alertname=Watchdog", "severity=none")).contains("iris");
  }

  @Test
  @RequiresPeer("promtool")
  void shouldBeAConfigurationOfPrometheus(@TempDir Path folder) throws Exception {
    Path key = Files.writeString(folder.resolve("iris.key"), "iris_k7f3a2_secret");
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            Files.readString(Path.of("prometheus.yml"))
                .replace("/etc/prometheus/iris.key", key.toString())
                .replace("/etc/prometheus/rules", Path.of("rules").toAbsolutePath().toString()));

    assertThat(Tool.run("promtool", "check", "config", file.toString()))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero())
        .satisfies(outcome -> assertThat(outcome.output()).contains("1 rule files found"));
  }

  /** What amtool prints: the receivers that an alert of these labels goes to, among its warnings. */
  private static List<String> receivers(String label, String other) {
    return Tool.run(
            "amtool", "config", "routes", "test", "--config.file=alertmanager.yml", label, other)
        .output()
        .lines()
        .toList();
  }
}
