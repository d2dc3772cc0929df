package dev.iris.enrollment.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.testing.ConfigOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SshConfigTest {

  @Test
  void shouldHaveDefaults() {
    SshConfig config = ConfigOf.mapping(SshConfig.class, Map.of());

    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.loginTimeout()).isEqualTo(Duration.ofSeconds(45));
    assertThat(config.openTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.grace()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.keepOutput()).isEqualTo(1 << 20);
    assertThat(config.attempts()).isEqualTo(4);
    assertThat(config.ioThreads()).isEqualTo(8);
  }

  @Test
  void shouldTakeWhatIsSet() {
    SshConfig config =
        ConfigOf.mapping(
            SshConfig.class,
            Map.of(
                "iris.enrollment.ssh.connect-timeout", "1s",
                "iris.enrollment.ssh.login-timeout", "2s",
                "iris.enrollment.ssh.open-timeout", "3s",
                "iris.enrollment.ssh.grace", "4s",
                "iris.enrollment.ssh.heartbeat", "5s",
                "iris.enrollment.ssh.keep-output", "4096",
                "iris.enrollment.ssh.attempts", "1",
                "iris.enrollment.ssh.io-threads", "2"));

    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.loginTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.openTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.grace()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.keepOutput()).isEqualTo(4096);
    assertThat(config.attempts()).isEqualTo(1);
    assertThat(config.ioThreads()).isEqualTo(2);
  }

  @Test
  void shouldRefuseWhatIsNoDuration() {
    assertThatThrownBy(
            () ->
                ConfigOf.mapping(
                        SshConfig.class, Map.of("iris.enrollment.ssh.connect-timeout", "soon"))
                    .connectTimeout())
        .hasMessageContaining("soon");
  }
}
