package dev.iris.incident.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertmanagersConfigTest {

  private static final String PREFIX = "iris.incident.alertmanagers.";

  @Test
  void shouldAskNobodyByDefault() {
    assertThat(sources(Map.of(), Map.of())).isEmpty();
  }

  @Test
  void shouldReadWhatIsSet() {
    List<Source> sources =
        sources(
            Map.of(
                PREFIX + "dc-1.urls", "http://am-1:9093,https://am-2/alertmanager/",
                PREFIX + "dc-1.authorization", "Bearer secret",
                PREFIX + "dc-1.receivers", "iris,pager",
                PREFIX + "dc-1.find-missed", "false"),
            Map.of());

    assertThat(sources)
        .singleElement()
        .satisfies(
            source -> {
              assertThat(source.name()).isEqualTo("dc-1");
              assertThat(source.receivers()).containsExactlyInAnyOrder("iris", "pager");
              assertThat(source.findMissed()).isFalse();
              assertThat(source.peers())
                  .extracting(Peer::name, peer -> peer.alerts().getPath())
                  .containsExactly(
                      tuple("am-1:9093", "/api/v2/alerts"),
                      tuple("am-2", "/alertmanager/api/v2/alerts"));
              assertThat(source.peers().getFirst().authorization()).contains("Bearer secret");
            });
  }

  @Test
  void shouldReadTheEnvironment() {
    List<Source> sources =
        sources(
            Map.of(), Map.of("IRIS_INCIDENT_ALERTMANAGERS_DEFAULT_URLS", "http://127.0.0.1:9093"));

    assertThat(sources)
        .singleElement()
        .satisfies(
            source -> {
              assertThat(source.name()).isEqualTo("default");
              assertThat(source.receivers()).containsExactly("iris");
              assertThat(source.findMissed()).isTrue();
              assertThat(source.peers())
                  .extracting(peer -> URI.create("http://" + peer.name()).getPort())
                  .containsExactly(9093);
            });
  }

  @Test
  void shouldNameWhatIsWrong() {
    for (Map<String, String> wrong :
        List.of(
            Map.of(PREFIX + "iris.urls", "http://am"),
            Map.of(PREFIX + "main.urls", "http://am/?a=b"),
            Map.of(PREFIX + "main.urls", "http://am:9093,http://am:9093"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sources(wrong, Map.of()))
          .withMessageMatching("iris\\.incident\\.alertmanagers\\.(iris|main): .*");
    }
  }

  @Test
  void shouldBePatientByDefault() {
    ReconciliationConfig config =
        config(Map.of(), Map.of()).getConfigMapping(ReconciliationConfig.class);

    assertThat(config.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.staleAfter()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.closeAfter()).isEqualTo(Duration.ofHours(1));
    assertThat(config.missedAfter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(new Comparison(config)).isNotNull();
  }

  private static List<Source> sources(Map<String, String> settings, Map<String, String> env) {
    return Source.of(config(settings, env).getConfigMapping(AlertmanagersConfig.class));
  }

  private static SmallRyeConfig config(Map<String, String> settings, Map<String, String> env) {
    return new SmallRyeConfigBuilder()
        .withMapping(AlertmanagersConfig.class)
        .withMapping(ReconciliationConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 400))
        .withSources(new EnvConfigSource(env, 300))
        .build();
  }
}
