package dev.iris.enrollment.agent;

import static dev.iris.enrollment.agent.LabScene.HOST;
import static dev.iris.enrollment.agent.LabScene.assertSettled;
import static dev.iris.enrollment.agent.LabScene.code;
import static dev.iris.enrollment.agent.LabScene.setUp;
import static dev.iris.enrollment.agent.LabScene.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.lab.Base;
import dev.iris.lab.LabHost;
import dev.iris.testing.RequiresPeer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real dnf, zypper and rpm on roots that stand in for their distributions. */
@RequiresPeer({
  "root",
  "systemd-nspawn",
  "mmdebstrap",
  "apt-ftparchive",
  "dpkg-deb",
  "gpg",
  "ip",
  "ssh",
  "ssh-keygen",
  "rpmbuild",
  "rpmsign",
  "createrepo_c"
})
class RpmAgentIT {

  private static LabScene scene;

  @BeforeAll
  static void up(@TempDir Path folder) {
    scene = new LabScene(folder, "10.81.0", List.of(Base.RHEL, Base.SUSE), List.of());
  }

  @AfterAll
  static void down() {
    if (scene != null) {
      scene.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rhel", "suse"})
  void shouldSetUpAFreshHostAndLeaveItAloneAfterwards(String base) throws Exception {
    LabHost host = host(base);

    setUp(scene.agent(host, wish(HOST)));

    assertThat(scene.metrics(host)).contains("node_uname_info{");
    assertThat(scene.on(host, "rpm -q --qf '%{VERSION}-%{RELEASE}' alloy"))
        .isEqualTo(scene.newest());
    assertThat(
            scene
                .on(host, "stat -c '%a %U:%G' /etc/alloy/config.alloy /etc/sysconfig/alloy")
                .lines())
        .containsOnly("640 root:alloy");
    assertSettled(scene.agent(host, wish(HOST)));
    assertThat(scene.agent(host, wish(HOST)).remove(true)).isEqualTo(new AgentOutcome.Done(true));
    assertThat(scene.holds(host, "rpm -q alloy")).isFalse();
    assertThat(scene.holds(host, "grep -rqs 5f2c /etc /var/lib/alloy /run")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rhel", "suse"})
  void shouldGoUpAndDownToTheVersionThatIsWanted(String base) throws Exception {
    LabHost host = host(base);
    for (String version : List.of(scene.oldest(), scene.newest(), scene.oldest())) {
      setUp(scene.agent(host, wish(HOST, Optional.of(version))));

      assertThat(scene.on(host, "rpm -q --qf '%{VERSION}-%{RELEASE}' alloy")).isEqualTo(version);
      assertSettled(scene.agent(host, wish(HOST, Optional.of(version))));
    }
    String upgrade = base.equals("rhel") ? "dnf -y upgrade" : "zypper -n update";
    scene.on(host, upgrade + " || true");
    assertThat(scene.on(host, "rpm -q --qf '%{VERSION}-%{RELEASE}' alloy"))
        .isEqualTo(scene.oldest());
  }

  @ParameterizedTest
  @CsvSource({
    "rhel, -unsigned, repository-untrusted",
    "rhel, -foreign, repository-untrusted",
    "rhel, -spoiled, package-spoiled",
    "suse, -unsigned, repository-untrusted",
    "suse, -foreign, repository-untrusted",
    "suse, -spoiled, package-spoiled"
  })
  void shouldInstallNothingFromARepositoryThatIsNotTrusted(String base, String fault, String code)
      throws Exception {
    LabHost host = host(base);

    assertThat(code(scene.agent(host, "deploy", fault, Map.of(), wish(HOST)).install()))
        .isEqualTo(code);
    assertThat(scene.holds(host, "test -e /usr/bin/alloy")).isFalse();
  }

  private static LabHost host(String base) {
    LabHost found =
        scene.lab().hosts().stream()
            .filter(host -> host.base().id().equals(base))
            .findFirst()
            .orElseThrow();
    scene.wipe(found);
    return found;
  }
}
