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
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real firewalld and ufw, as Debian has them. */
@RequiresPeer({
  "root",
  "systemd-nspawn",
  "mmdebstrap",
  "apt-ftparchive",
  "dpkg-deb",
  "gpg",
  "ip",
  "ssh",
  "ssh-keygen"
})
class FirewallIT {

  private static LabScene scene;

  @BeforeAll
  static void up(@TempDir Path folder) {
    scene = new LabScene(folder, "10.81.0", List.of(Base.DEBIAN_12), List.of("firewalld", "ufw"));
  }

  @AfterAll
  static void down() {
    if (scene != null) {
      scene.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "systemctl enable --now firewalld && firewall-cmd --state, firewall-cmd --reload, firewall-cmd --permanent --list-rich-rules, systemctl disable --now firewalld",
    "ufw allow 22/tcp && ufw --force enable, ufw reload, ufw show added, ufw --force disable"
  })
  void shouldLetOnlyTheScrapersThrough(String on, String reload, String rules, String off)
      throws Exception {
    LabHost host = scene.host(0);
    scene.on(host, "systemctl disable --now firewalld; ufw --force disable");
    scene.wipe(host);
    scene.on(host, on);
    try {
      String gateway = scene.lab().gateway();
      assertThat(code(scene.agent(host, wish(HOST)).firewall())).isEqualTo("scrapers-unknown");
      Agent elsewhere = scene.agent(host, wish(HOST, Optional.empty(), "192.0.2.0/24"));
      assertThat(elsewhere.firewall()).isEqualTo(new AgentOutcome.Done(true));

      AgentWish wish = wish(HOST, Optional.empty(), gateway, "2001:db8::/32");
      setUp(scene.agent(host, wish));
      scene.on(host, reload);

      assertThat(scene.metrics(host)).contains("node_uname_info{");
      assertThat(scene.on(host, rules))
          .contains(gateway, "2001:db8::/32")
          .doesNotContain("192.0.2.");
      assertSettled(scene.agent(host, wish));
      assertThat(scene.agent(host, wish).remove(false)).isEqualTo(new AgentOutcome.Done(true));
      assertThat(scene.on(host, rules)).doesNotContain(gateway);
    } finally {
      scene.on(host, off);
    }
  }
}
