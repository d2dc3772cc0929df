package dev.iris.enrollment.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelRulesTest {

  @Test
  void shouldTakeWhatSitesUse() {
    assertThat(
            LabelRules.faults(
                Map.of(
                    "environment", "production",
                    "location", "Primary Rack",
                    "priority", "high",
                    "maintainers", "a@example.org,b@example.org",
                    "service_type", "postgresql",
                    "team", "she said \"{{ $labels }}\" \\ $(id)",
                    "cost_center", "Zürich")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "maintainer,maintainers",
    "Maintainers,maintainers",
    "enviroment,environment",
    "enviornment,environment",
    "env,environment",
    "Location,location",
    "loaction,location",
    "service-type,service_type",
    "prio,priority",
    "services,service",
    "host,hostname",
    "hostnames,hostname",
    "instances,instance",
  })
  void shouldSuggestWhatWasMeant(String name, String meant) {
    assertThat(LabelRules.faults(Map.of(name, "x")))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.label()).isEqualTo(name);
              assertThat(fault.message()).contains(meant);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__address__",
        "__metrics_path__",
        "__param_target",
        "__tmp",
        "job",
        "instance",
        "hostname",
        "iris_host",
        "Iris_x",
        "le",
        "alertname",
        "exported_job",
        "bad-label",
        "ünï",
        "1st",
        "",
        "a b",
        "a\nb",
        "a\"} or up{x=\""
      })
  void shouldRefuseNamesThatSteerOrClash(String name) {
    assertThat(LabelRules.faults(Map.of(name, "x")))
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault.label() + fault.message()).doesNotContainPattern("\\p{Cntrl}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " x", "x ", "a\nb", "a\u0000b", "a\u007fb", "\ud800"})
  void shouldRefuseValuesThatAreNoneOrBreakLines(String value) {
    assertThat(LabelRules.faults(Map.of("team", value))).hasSize(1);
  }

  @Test
  void shouldCountBytesOfValues() {
    assertThat(LabelRules.faults(Map.of("team", "é".repeat(512)))).isEmpty();
    assertThat(LabelRules.faults(Map.of("team", "é".repeat(513)))).hasSize(1);
  }
}
