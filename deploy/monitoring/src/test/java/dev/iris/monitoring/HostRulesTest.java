package dev.iris.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.RequiresPeer;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerts on hosts; whether Iris' targets carry the labels that they go by is for the enrollment service. */
class HostRulesTest {

  private static final RuleFile RULES = RuleFile.of("hosts.yml");

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
    assertThat(RULES.tried(false)).isEqualTo(names);
  }

  @Test
  void shouldSayHowBadItIsAndGoThroughIris() throws IOException {
    assertThat(RULES.alerts())
        .allSatisfy(
            alert -> {
              String name = RuleFile.name(alert);
              assertThat(alert.at("/labels/severity").asText())
                  .as(name)
                  .isIn("critical", "warning");
              assertThat(alert.at("/labels/about").isMissingNode()).as(name).isTrue();
              assertThat(alert.at("/annotations/summary").asText())
                  .as(name)
                  .contains("$labels.hostname");
              assertThat(alert.at("/annotations/description").asText()).as(name).isNotBlank();
            });
  }
}
