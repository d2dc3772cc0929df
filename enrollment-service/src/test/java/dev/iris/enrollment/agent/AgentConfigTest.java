package dev.iris.enrollment.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.enrollment.ConfigOf;
import dev.iris.enrollment.platform.OsRelease;
import dev.iris.enrollment.platform.Platform;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentConfigTest {

  private static final Platform DEBIAN = platform("debian");
  private static final Platform RHEL = platform("rocky");

  @Test
  void shouldTakeTheVendorsRepositoryAndTrustNothingByDefault() {
    AgentSettings settings = settings(Map.of());

    assertThat(settings.repository(DEBIAN)).isEqualTo("https://apt.grafana.com");
    assertThat(settings.repository(RHEL)).isEqualTo("https://rpm.grafana.com");
    assertThat(settings.keys().trouble()).contains(Trouble.REPOSITORY_KEY_MISSING);
    assertThat(settings.listenAddress()).isEqualTo("0.0.0.0");
    assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.packageManagerPatience()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.readyWithin()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.managesFirewalls()).isTrue();
  }

  @Test
  void shouldReadWhatIsSet() {
    AgentSettings settings =
        settings(
            Map.ofEntries(
                Map.entry("repository.apt", "http://mirror.example.org/apt/"),
                Map.entry("repository.rpm", "http://mirror.example.org/rpm"),
                Map.entry("listen-address", "[::]"),
                Map.entry("clock-skew", "5s"),
                Map.entry("free-on-root", "1"),
                Map.entry("free-on-var", "2"),
                Map.entry("package-manager-patience", "1m"),
                Map.entry("ready-within", "9s"),
                Map.entry("firewall", "leave")));

    assertThat(settings.repository(DEBIAN)).isEqualTo("http://mirror.example.org/apt");
    assertThat(settings.repository(RHEL)).isEqualTo("http://mirror.example.org/rpm");
    assertThat(settings.listenAddress()).isEqualTo("[::]");
    assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.freeOnRoot()).isEqualTo(1);
    assertThat(settings.freeOnVar()).isEqualTo(2);
    assertThat(settings.packageManagerPatience()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.readyWithin()).isEqualTo(Duration.ofSeconds(9));
    assertThat(settings.managesFirewalls()).isFalse();
  }

  @Test
  void shouldNotTakeAnythingForAnAnswerToFirewalls() {
    assertThatThrownBy(() -> settings(Map.of("firewall", "off"))).hasMessageContaining("firewall");
  }

  private static AgentSettings settings(Map<String, String> given) {
    Map<String, String> properties = new HashMap<>();
    given.forEach((name, value) -> properties.put("iris.enrollment.agent." + name, value));
    return AgentSettings.of(ConfigOf.mapping(AgentConfig.class, properties), "/{id}");
  }

  private static Platform platform(String id) {
    return Platform.of(OsRelease.parse("ID=" + id)).orElseThrow();
  }
}
