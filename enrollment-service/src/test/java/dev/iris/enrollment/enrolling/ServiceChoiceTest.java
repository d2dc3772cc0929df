package dev.iris.enrollment.enrolling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.enrollment.detect.DetectedServices;
import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.platform.OsRelease;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceChoiceTest {

  @Test
  void shouldMonitorWhatIsFoundAndNeedsNoLogin() {
    ServiceChoice choice =
        ServiceChoice.of(
            wanted(true, List.of()),
            found("nginx", "httpd", "mysqld", "postgresql@15-main", "mongod", "docker", "sshd"));

    assertThat(choice.services())
        .extracting(ServiceWish::type)
        .containsExactly("node", "nginx", "apache");
    assertThat(choice.notes())
        .anyMatch(note -> note.startsWith("postgresql@15-main runs: postgresql; left out"))
        .anyMatch(note -> note.startsWith("docker"))
        .hasSize(6);
  }

  @Test
  void shouldTakeWhatWasAskedForAsItIs() {
    List<ServiceWish> asked = List.of(ServiceWish.plain("node"), ServiceWish.plain("mysql"));

    assertThat(ServiceChoice.of(wanted(false, asked), found("nginx")).services()).isEqualTo(asked);
  }

  private static DetectedServices found(String... units) {
    return DetectedServices.of(
        new HostFacts(
            OsRelease.parse("ID=debian"),
            "x86_64",
            "6.1",
            "web-01",
            "",
            "systemd",
            true,
            true,
            Map.of(),
            null,
            Set.of(),
            Set.of(),
            Set.of(),
            List.of(),
            Set.of(units),
            Map.of(),
            new HostFacts.Alloy("", Map.of(), "", "", "")));
  }

  private static Wanted wanted(boolean detect, List<ServiceWish> services) {
    return new Wanted(
        Action.ENROLL,
        "10.77.0.11",
        22,
        null,
        "ssh",
        new HostKeyWish(HostKeyWish.APPROVE, null),
        null,
        detect,
        services,
        null,
        "default",
        null,
        false,
        false);
  }
}
