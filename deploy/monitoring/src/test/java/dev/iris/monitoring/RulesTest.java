package dev.iris.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.iris.testing.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The alerts on Iris' own metrics; whether those exist is for deploy/acceptance. */
class RulesTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path RULES = Path.of("rules", "iris.yml");
  private static final Path CASES = Path.of("src", "test", "promtool", "iris.yml");
  private static final String WATCHDOG = "Watchdog";
  private static final Pattern FIRING =
      Pattern.compile("ALERTS\\{alertname=\"(\\w+)\", alertstate=\"firing\"}");

  @Test
  @RequiresPeer("promtool")
  void shouldBeAcceptedByPrometheus() {
    assertThat(Tool.run("promtool", "check", "rules", "--lint-fatal", RULES.toString()))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero());
  }

  @Test
  @RequiresPeer("promtool")
  void shouldFireWhenTheyShouldAndOnlyThen() {
    assertThat(Tool.run("promtool", "test", "rules", CASES.toString()))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero());
  }

  @Test
  void shouldEachHaveCasesInWhichTheyFireAndInWhichTheyDoNot() throws IOException {
    Set<String> names = alerts().map(RulesTest::name).collect(Collectors.toSet());

    assertThat(tried(true)).isEqualTo(names);
    assertThat(tried(false))
        .containsAll(names.stream().filter(name -> !name.equals(WATCHDOG)).toList());
  }

  @Test
  void shouldBeAboutIrisButForTheWatchdog() throws IOException {
    assertThat(alerts())
        .allSatisfy(
            alert ->
                assertThat(alert.at("/labels/about").asText())
                    .as(name(alert))
                    .isEqualTo(name(alert).equals(WATCHDOG) ? "" : "iris"));
  }

  @Test
  void shouldSayHowBadItIsAndWhereItIsWrittenWhatToDo() throws IOException {
    List<String> headings =
        Files.readAllLines(Path.of("..", "..", "docs", "operations.md")).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", ""))
            .toList();

    assertThat(alerts())
        .allSatisfy(
            alert -> {
              String name = name(alert);
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

  /** The alerts that cases name, with results (they fire) or without. */
  private static Set<String> tried(boolean firing) throws IOException {
    return each(YAML.readTree(CASES.toFile()).path("tests"))
        .flatMap(test -> each(test.path("promql_expr_test")))
        .filter(query -> query.has("exp_samples") == firing)
        .map(query -> FIRING.matcher(query.path("expr").asText()))
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static Stream<JsonNode> alerts() throws IOException {
    return each(YAML.readTree(RULES.toFile()).path("groups"))
        .flatMap(group -> each(group.path("rules")));
  }

  private static String name(JsonNode alert) {
    return alert.path("alert").asText();
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
