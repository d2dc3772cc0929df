package dev.iris.enrollment.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.enrollment.platform.AlloySurvey;
import dev.iris.enrollment.platform.Answer;
import dev.iris.enrollment.platform.OsRelease;
import dev.iris.enrollment.platform.Platform;
import dev.iris.enrollment.template.RenderedConfig;
import dev.iris.testing.ConfigOf;
import dev.iris.web.IpRange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hosts say in words, and what Iris makes of it. */
class PlanningTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_795_402_065);
  private static final String KEYS = "c".repeat(64);
  private static final Platform DEBIAN = Platform.of(OsRelease.parse("ID=debian\n")).orElseThrow();

  private final AgentSettings settings =
      AgentSettings.of(ConfigOf.mapping(AgentConfig.class, Map.of()), "/{id}");

  @Test
  void shouldPlanNothingWhereAllIsAsItShouldBe() {
    assertThat(plan(Map.of(), wish(Optional.empty()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "newest, 1.19.0-1, install, 'Alloy 1.18.1-1 becomes 1.19.0-1'",
    "half-done, yes, install, 'interrupted'",
    "held, yes, install, 'not kept at its version any more'",
    "rivals, /etc/apt/sources.list.d/grafana.list, install, 'grafana.list'",
    "environment-mode, 644 root:root, configure, '/etc/default/alloy'",
    "block, e3b0c4, configure, '/etc/default/alloy'",
    "firewall-right, '', firewall, 'nftables'",
    "listener-unit, mine.service, start, 'mine.service'",
    "drop-ins, /etc/systemd/system/alloy.service.d/x.conf, start, 'x.conf.before-iris'",
    "running, '', start, 'started anew'",
    "unit, 'ActiveState=inactive|UnitFileState=enabled', start, 'Alloy is started'",
    "unit, 'ActiveState=active|UnitFileState=disabled', start, 'with the host'"
  })
  void shouldPlanWhatDiffers(String fact, String value, String step, String what) {
    List<PlannedChange> changes =
        plan(Map.of(fact, value.replace('|', '\n')), wish(Optional.empty()));

    assertThat(changes)
        .anySatisfy(
            change -> {
              assertThat(change.step()).isEqualTo(step);
              assertThat(change.what()).contains(what);
            });
    assertThat(changes).extracting(PlannedChange::step).containsOnly(step);
  }

  @Test
  void shouldPlanAllOfItForAHostWithoutAlloy() {
    assertThat(
            plan(
                Map.of("version", "", "unit", "", "files", "", "block", ""),
                wish(Optional.empty())))
        .extracting(PlannedChange::step)
        .containsExactly("install", "install", "configure", "configure", "start", "start");
  }

  @Test
  void shouldPlanTheVersionThatIsPinned() {
    assertThat(plan(Map.of("newest", ""), wish(Optional.of("1.17.1-1"))))
        .extracting(PlannedChange::what)
        .containsExactly("Alloy 1.18.1-1 becomes 1.17.1-1", "Alloy is kept at its version");
  }

  @Test
  void shouldKnowWhatSomebodyElseWrote() {
    AgentWish other =
        new AgentWish(
            new RenderedConfig("// other\n", Map.of(), List.of(), List.of(), Map.of()),
            Optional.empty(),
            List.of());

    assertThat(plan(Map.of("altered", "altered /etc/alloy/config.alloy", "written", ""), other))
        .extracting(PlannedChange::what)
        .anySatisfy(what -> assertThat(what).contains("before-iris"));
    assertThat(plan(Map.of("altered", "altered /etc/alloy/config.alloy"), other))
        .extracting(PlannedChange::what)
        .noneSatisfy(what -> assertThat(what).contains("before-iris"));
  }

  private List<PlannedChange> plan(Map<String, String> otherwise, AgentWish wish) {
    AgentWish usual = wish(Optional.empty());
    Map<String, String> facts = asItShouldBe(new Desired(DEBIAN, usual, settings));
    facts.putAll(otherwise);
    String output =
        facts.entrySet().stream()
            .map(fact -> fact.getKey() + "=" + base64(fact.getValue()) + "\n")
            .collect(Collectors.joining());
    AlloySurvey survey = AlloySurvey.read(new Answer(output));
    return new Planning(
            new Found(
                survey, true, true, NOW, DEBIAN, wish, new Desired(DEBIAN, wish, settings), KEYS),
            true)
        .changes();
  }

  private static Map<String, String> asItShouldBe(Desired desired) {
    return new TreeMap<>(
        Map.ofEntries(
            Map.entry("version", "1.18.1-1"),
            Map.entry("newest", "1.18.1-1"),
            Map.entry(
                "files",
                """
                %s 644 root:root /etc/apt/sources.list.d/iris-alloy.list
                %s 644 root:root /etc/apt/keyrings/iris-alloy.asc
                %s 640 root:alloy /etc/alloy/config.alloy
                """
                    .formatted(
                        SigningKeys.sha256(desired.repositoryText()),
                        KEYS,
                        desired.configSha256())),
            Map.entry("block", desired.blockSha256()),
            Map.entry("environment-mode", "640 root:alloy"),
            Map.entry("written", desired.configSha256()),
            Map.entry("running", desired.running("1.18.1-1")),
            Map.entry("unit", "ActiveState=active\nUnitFileState=enabled"),
            Map.entry("listener", "alloy"),
            Map.entry("listener-unit", "alloy.service"),
            Map.entry("firewall", "nftables"),
            Map.entry("firewall-right", "yes")));
  }

  private static AgentWish wish(Optional<String> version) {
    return new AgentWish(
        new RenderedConfig("// config\n", Map.of("IRIS_X", "y"), List.of(), List.of(), Map.of()),
        version,
        List.of(IpRange.parse("192.0.2.1")));
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }
}
