package dev.iris.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerts on Iris' own metrics; whether those exist is for deploy/acceptance. */
class RulesTest {

  private static final RuleFile RULES = RuleFile.of("iris.yml");
  private static final String WATCHDOG = "Watchdog";

  @Test
  @RequiresPeer("promtool")
  void shouldBeAcceptedByPrometheus() {
    assertThat(Tool.run("promtool", "check", "rules", "--lint-fatal", RULES.file().toString()))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero());
  }

  @Test
  @RequiresPeer("promtool")
  void shouldFireWhenTheyShouldAndOnlyThen() {
    assertThat(Tool.run("promtool", "test", "rules", RULES.cases().toString()))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero());
  }

  @Test
  void shouldEachHaveCasesInWhichTheyFireAndInWhichTheyDoNot() throws IOException {
    Set<String> names = RULES.alerts().map(RuleFile::name).collect(Collectors.toSet());

    assertThat(RULES.tried(true)).isEqualTo(names);
    assertThat(RULES.tried(false))
        .containsAll(names.stream().filter(name -> !name.equals(WATCHDOG)).toList());
  }

  @Test
  void shouldBeAboutIrisButForTheWatchdog() throws IOException {
    assertThat(RULES.alerts())
        .allSatisfy(
            alert ->
                assertThat(alert.at("/labels/about").asText())
                    .as(RuleFile.name(alert))
                    .isEqualTo(RuleFile.name(alert).equals(WATCHDOG) ? "" : "iris"));
  }

  @Test
  void shouldSayHowBadItIsAndWhereItIsWrittenWhatToDo() throws IOException {
    List<String> headings =
        Files.readAllLines(Path.of("..", "..", "docs", "operations.md")).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", ""))
            .toList();

    assertThat(RULES.alerts())
        .allSatisfy(
            alert -> {
              String name = RuleFile.name(alert);
              assertThat(alert.at("/labels/severity").asText())
                  .as(name)
                  .isIn("critical", "warning", "none");
              assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
              assertThat(alert.at("/annotations/description").asText()).as(name).isNotBlank();
              assertThat(alert.at("/annotations/runbook").asText())
                  .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
              assertThat(headings).contains(name);
            });
  }
}
