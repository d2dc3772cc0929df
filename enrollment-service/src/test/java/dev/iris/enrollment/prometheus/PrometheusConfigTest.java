package dev.iris.enrollment.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iris.testing.ConfigOf;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusConfigTest {

  private static final String PREFIX = "iris.enrollment.prometheus.";

  @Test
  void shouldKnowNoPrometheusByDefault() {
    assertThat(instances(Map.of()).names()).isEmpty();
  }

  @Test
  void shouldNeedNoMoreThanAFolder() {
    Instance instance =
        instances(Map.of(PREFIX + "default.targets-folder", "/srv/targets")).require("default");

    assertThat(instance.folder()).contains(Path.of("/srv/targets"));
    assertThat(instance.url()).isEmpty();
    assertThat(instance.scrapeInterval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(instance.noticedAfter()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void shouldReadWhatIsSet() {
    Instances instances =
        instances(
            Map.of(
                PREFIX + "dc-2.discovery", "http",
                PREFIX + "dc-2.url", "https://prom.example.org/two",
                PREFIX + "dc-2.authorization-file", "/run/secrets/prom",
                PREFIX + "dc-2.scrape-interval", "30s",
                PREFIX + "dc-2.noticed-after", "5s",
                PREFIX + "dc-1.targets-folder", "/srv/one"));

    assertThat(instances.names()).containsExactlyInAnyOrder("dc-1", "dc-2");
    assertThat(instances.require("dc-2"))
        .satisfies(
            instance -> {
              assertThat(instance.discovery()).isEqualTo(Discovery.HTTP);
              assertThat(instance.folder()).isEmpty();
              assertThat(instance.url()).contains(URI.create("https://prom.example.org/two/"));
              assertThat(instance.authorizationFile()).contains(Path.of("/run/secrets/prom"));
              assertThat(instance.scrapeInterval()).isEqualTo(Duration.ofSeconds(30));
              assertThat(instance.noticedAfter()).isEqualTo(Duration.ofSeconds(5));
            });
  }

  @Test
  void shouldNameWhatIsWrong() {
    for (Map<String, String> wrong :
        List.of(
            Map.of(PREFIX + "main.url", "http://prom:9090"),
            Map.of(PREFIX + "main.targets-folder", "/srv", PREFIX + "main.url", "ftp://prom"),
            Map.of(PREFIX + "main.targets-folder", "/srv", PREFIX + "main.url", "http://u:p@prom"),
            Map.of(PREFIX + "Main.targets-folder", "/srv"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> instances(wrong))
          .withMessageMatching("iris\\.enrollment\\.prometheus\\.[mM]ain: .*");
    }
  }

  @Test
  void shouldLookAtTargetsEachMinuteByDefault() {
    TargetsConfig config = ConfigOf.mapping(TargetsConfig.class, Map.of());

    assertThat(config.repairInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.componentPath()).isEqualTo("/api/v0/component/{id}/metrics");
  }

  private static Instances instances(Map<String, String> settings) {
    return new Instances(ConfigOf.mapping(PrometheusConfig.class, settings));
  }
}
