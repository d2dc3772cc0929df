package dev.iris.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.Program;
import dev.iris.testing.RequiresPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real hosts. What enrolment will do to them by itself is done here by hand. */
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
class LabIT {

  /** Not the usual one: a developer's own lab may be up meanwhile. */
  private static final Network NETWORK = new Network("10.78.41");

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String UNIX = "/api/v0/component/prometheus.exporter.unix.host/metrics";

  private static Lab lab;
  private static Path folder;

  @BeforeAll
  static void up(@TempDir Path temporary) {
    folder = temporary.resolve("lab");
    lab =
        Lab.up(
            new LabSettings(
                folder,
                LabSettings.userCache(),
                NETWORK,
                List.of(Base.DEBIAN_12),
                2,
                List.of(),
                null),
            System.out::println);
  }

  @AfterAll
  static void shouldLeaveNothingBehind() throws IOException {
    if (lab == null) {
      return;
    }
    lab.close();

    assertThat(Lab.in(folder)).isEmpty();
    assertThat(folder).doesNotExist();
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(folder.toString());
    assertThat(Tool.run("ip", "-o", "link")).doesNotContain(NETWORK.bridge());
    assertThat(Tool.run("ip", "netns", "list")).doesNotContain(NETWORK.bridge());
    assertThat(Tool.run("ps", "-eo", "args")).doesNotContain(folder.toString());
    for (Path group : Cgroups.of(NETWORK.scoped("h1"))) {
      assertThat(group).doesNotExist();
    }
  }

  @Test
  void shouldInstallAlloyFromTheSignedRepositoryAndShowItsMetrics() throws Exception {
    LabHost host = lab.hosts().getFirst();
    trust(host, "apt");
    on(
        host,
        "apt-get update && apt-get install -y --allow-downgrades alloy="
            + lab.alloyVersions().getFirst());
    assertThat(on(host, "systemctl is-enabled alloy; systemctl is-active alloy; true").lines())
        .containsExactly("disabled", "inactive");

    on(
        host,
        """
        printf 'prometheus.exporter.unix "host" { }\\n' >/etc/alloy/config.alloy
        sed -i 's/^CUSTOM_ARGS=.*/CUSTOM_ARGS="--server.http.listen-addr=0.0.0.0:12345 --disable-reporting"/' /etc/default/alloy
        alloy validate /etc/alloy/config.alloy && systemctl enable --now alloy
        until [ "$(systemctl show -P MainPID alloy)" != 0 ] && (exec 3<>/dev/tcp/127.0.0.1/12345) 2>/dev/null; do sleep 0.1; done
        """);

    HttpResponse<String> metrics = ask(host, "GET", UNIX);
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).contains("node_uname_info{").contains("nodename=\"h1\"");

    // going up keeps what was configured, and starts the new one
    on(
        host,
        "apt-get install -y -o Dpkg::Options::=--force-confold alloy="
            + lab.alloyVersions().getLast());
    assertThat(on(host, "alloy --version"))
        .contains(lab.alloyVersions().getLast().replaceFirst("-.*", ""));
    assertThat(on(host, "cat /etc/alloy/config.alloy")).contains("prometheus.exporter.unix");
  }

  @Test
  void shouldHaveAptRefuseWhatIsNotSignedOrNotWhatWasSigned() {
    LabHost host = lab.hosts().getLast();
    for (String faulty : List.of("apt-unsigned", "apt-foreign", "apt-spoiled")) {
      trust(host, faulty);

      Program.Outcome install =
          lab.ssh(host, "root", "apt-get update && apt-get install -y alloy", LIMIT);

      assertThat(install.code()).as("%s: %s", faulty, install.output()).isNotZero();
      assertThat(lab.ssh(host, "root", "test -e /usr/bin/alloy", LIMIT).code()).isNotZero();
    }
  }

  @Test
  void shouldLetOpsBecomeRootByPasswordAndDeployWithout() {
    LabHost host = lab.hosts().getLast();

    assertThat(lab.ssh(host, "deploy", "sudo -k -n id -u", LIMIT).output()).isEqualTo("0\n");
    assertThat(lab.ssh(host, "ops", "sudo -k -n true", LIMIT).code()).isNotZero();
    assertThat(
            lab.ssh(host, "ops", "echo " + lab.password() + " | sudo -k -S -p '' id -u", LIMIT)
                .output())
        .isEqualTo("0\n");
  }

  @Test
  void shouldGiveEachHostAnIdentityOfItsOwn() {
    String ask = "cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub /etc/hostname";

    assertThat(lab.hosts().stream().map(host -> on(host, ask)).distinct()).hasSize(2);
  }

  private static void trust(LabHost host, String repository) {
    String key = LabFolder.read(lab.signingKey());
    on(
        host,
        """
        mkdir -p /etc/apt/keyrings && rm -rf /var/lib/apt/lists/* && echo '%s' >/etc/apt/keyrings/lab.asc
        echo 'deb [signed-by=/etc/apt/keyrings/lab.asc] %s/%s stable main' >/etc/apt/sources.list.d/lab.list
        """
            .formatted(key, lab.packages(), repository));
  }

  private static String on(LabHost host, String script) {
    Program.Outcome outcome = lab.ssh(host, "root", script, LIMIT);
    assertThat(outcome.code()).as("%s: %s", script, outcome.output()).isZero();
    return outcome.output();
  }

  private static HttpResponse<String> ask(LabHost host, String method, String path)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://" + host.address() + ":12345" + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .timeout(LIMIT)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
