package dev.iris.enrollment.agent;

import static dev.iris.enrollment.agent.LabScene.HOST;
import static dev.iris.enrollment.agent.LabScene.assertSettled;
import static dev.iris.enrollment.agent.LabScene.code;
import static dev.iris.enrollment.agent.LabScene.setUp;
import static dev.iris.enrollment.agent.LabScene.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.enrollment.template.Companion;
import dev.iris.lab.Base;
import dev.iris.lab.LabHost;
import dev.iris.testing.RequiresPeer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Debian, with a stand-in for Alloy. */
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
class AgentIT {

  private static final String RUNS = "systemctl is-active alloy && systemctl is-enabled alloy";

  private static LabScene scene;
  private static LabHost host;

  @BeforeAll
  static void up(@TempDir Path folder) {
    scene =
        new LabScene(
            folder,
            "10.81.0",
            List.of(Base.DEBIAN_12),
            List.of("nftables", "nginx", "prometheus-nginx-exporter"));
    host = scene.host(0);
  }

  @AfterAll
  static void down() {
    if (scene != null) {
      scene.close();
    }
  }

  @BeforeEach
  void wipe() {
    scene.wipe(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "ops"})
  void shouldSetUpAFreshHostAndLeaveItAloneAfterwards(String user) throws Exception {
    Agent agent = scene.agent(host, user, "", Map.of(), wish(HOST));
    assertThat(agent.plan())
        .extracting(PlannedChange::step)
        .containsOnly("install", "configure", "start");

    setUp(agent);

    assertThat(scene.metrics(host)).contains("node_uname_info{");
    assertThat(scene.on(host, RUNS)).isEqualTo("active\nenabled\n");
    assertThat(
            scene.on(host, "stat -c '%a %U:%G' /etc/alloy/config.alloy /etc/default/alloy").lines())
        .containsOnly("640 root:alloy");
    assertThat(
            scene.on(host, "ls -d /etc/alloy/*before-iris* /etc/default/*before-iris* 2>&1; true"))
        .doesNotContain("before-iris.2");
    String state =
        "systemctl show -p MainPID alloy; find /etc /var/lib/iris /usr/bin/alloy -newer /run/mark";
    scene.on(host, "touch /run/mark");
    String before = scene.on(host, state);

    assertSettled(scene.agent(host, user, "", Map.of(), wish(HOST)));

    assertThat(scene.on(host, state)).isEqualTo(before);
    assertThat(scene.told()).doesNotContain(LabScene.SECRET);
    assertThat(scene.on(host, "journalctl --no-pager; ls -A /run | grep iris"))
        .doesNotContain("5f2c")
        .endsWith("iris.lock\n");
  }

  @Test
  void shouldGiveAlloyItsSecretsUnchanged() throws Exception {
    setUp(scene.agent(host, wish(HOST)));

    assertThat(
            scene.on(
                host,
                "tr '\\0' '\\n' </proc/$(systemctl show -P MainPID alloy)/environ | sed -n 's/^IRIS_TEST_PASSWORD=//p'"))
        .isEqualTo(LabScene.SECRET + "\n");
    assertThat(scene.on(host, ". /etc/default/alloy; printf %s \"$IRIS_TEST_PASSWORD\""))
        .isEqualTo(LabScene.SECRET);
  }

  @Test
  void shouldGoUpAndDownToTheVersionThatIsWanted() throws Exception {
    for (String version : List.of(scene.oldest(), scene.newest(), scene.oldest())) {
      setUp(scene.agent(host, wish(HOST, Optional.of(version))));

      assertThat(scene.on(host, "dpkg-query -W -f='${Version}' alloy")).isEqualTo(version);
      assertThat(scene.on(host, "apt-mark showhold")).isEqualTo("alloy\n");
      assertSettled(scene.agent(host, wish(HOST, Optional.of(version))));
    }

    // wanting none in particular lifts the hold
    setUp(scene.agent(host, wish(HOST)));
    assertThat(scene.on(host, "apt-mark showhold; dpkg-query -W -f='${Version}' alloy"))
        .isEqualTo(scene.newest());
  }

  @Test
  void shouldSayWhichVersionsThereAre() throws Exception {
    Agent agent = scene.agent(host, wish(HOST, Optional.of("9.9.9-1")));

    assertThat(code(agent.install())).isEqualTo("version-unavailable");
    assertThat(scene.told()).contains(scene.newest());
  }

  @ParameterizedTest
  @CsvSource({
    "'prometheus.exporter.unix \"host\" {', config-syntax",
    "'prometheus.exporter.nginx \"host\" { }', config-invalid",
    "'prometheus.exporter.unix \"host\" { }|prometheus.exporter.kafka \"k\" { kafka_uris = [\"127.0.0.1:1\"] }', config-refused",
    "'prometheus.exporter.unix \"other\" { }', components-silent"
  })
  void shouldKeepWhatRanWhereANewConfigurationIsRefused(String alloy, String code)
      throws Exception {
    setUp(scene.agent(host, wish(HOST)));
    String config = scene.on(host, "cat /etc/alloy/config.alloy");
    Agent agent =
        scene.agent(
            host,
            "deploy",
            "",
            Map.of("ready-within", "3s"),
            wish(alloy.replace('|', '\n') + "\n"));

    assertThat(agent.configure()).isEqualTo(new AgentOutcome.Done(true));
    AgentOutcome validated = agent.validate();
    AgentOutcome refused = validated instanceof AgentOutcome.Refused ? validated : agent.start();

    assertThat(code(refused)).isEqualTo(code);
    assertThat(scene.on(host, "cat /etc/alloy/config.alloy")).isEqualTo(config);
    assertThat(scene.metrics(host)).contains("node_uname_info{");
    assertThat(scene.on(host, "ls -A /etc/alloy /etc/default | grep 'iris-' || true")).isEmpty();
    setUp(scene.agent(host, wish(HOST)));
    assertSettled(scene.agent(host, wish(HOST)));
  }

  @Test
  void shouldBringThePreviousBackWhereAlloyDoesNotStart() throws Exception {
    setUp(scene.agent(host, wish(HOST, Optional.of(scene.oldest()))));
    String kafka = HOST + "prometheus.exporter.kafka \"k\" { kafka_uris = [\"127.0.0.1:1\"] }\n";
    Agent agent =
        scene.agent(
            host,
            "deploy",
            "",
            Map.of("listen-address", "127.0.0.1"),
            wish(kafka, Optional.of(scene.oldest())));

    agent.configure();
    agent.validate();

    // another address is a restart
    assertThat(code(agent.start())).isEqualTo("not-ready");
    assertThat(scene.told()).contains("kafka");
    assertThat(scene.metrics(host)).contains("node_uname_info{");
    assertThat(scene.on(host, RUNS)).isEqualTo("active\nenabled\n");
  }

  @Test
  void shouldLeaveAFreshHostStoppedWhereAlloyDoesNotStart() throws Exception {
    String kafka = "prometheus.exporter.kafka \"k\" { kafka_uris = [\"127.0.0.1:1\"] }\n";
    Agent agent = scene.agent(host, wish(kafka));
    agent.install();
    agent.configure();
    agent.validate();

    assertThat(code(agent.start())).isEqualTo("not-ready");
    assertThat(scene.holds(host, RUNS)).isFalse();
    setUp(scene.agent(host, wish(HOST)));
  }

  @ParameterizedTest
  @CsvSource({
    "-unsigned, repository-untrusted",
    "-foreign, repository-untrusted",
    "-spoiled, package-spoiled"
  })
  void shouldInstallNothingFromARepositoryThatIsNotTrusted(String fault, String code)
      throws Exception {
    // whatever the host itself would put up with
    scene.on(
        host,
        "printf 'APT::Get::AllowUnauthenticated \"true\";\\nAcquire::AllowInsecureRepositories \"true\";\\n' >/etc/apt/apt.conf.d/99careless");
    try {
      Agent agent = scene.agent(host, "deploy", fault, Map.of(), wish(HOST));

      assertThat(code(agent.install())).isEqualTo(code);
      assertThat(scene.holds(host, "test -e /usr/bin/alloy")).isFalse();
    } finally {
      scene.on(host, "rm /etc/apt/apt.conf.d/99careless");
    }
  }

  @Test
  void shouldTellAllObstaclesAtOnceAndChangeNothing() throws Exception {
    scene.on(
        host,
        """
        systemctl stop nginx
        systemd-run --unit=squatter python3 -c 'import socket, time; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("0.0.0.0", 12345)); s.listen(); time.sleep(600)'
        until ss -Hltn 'sport = :12345' | grep -q LISTEN; do sleep 0.1; done
        nft 'add table inet filter; add chain inet filter input { type filter hook input priority 0; policy drop; }; add rule inet filter input tcp dport 22 accept'
        nft add rule inet filter input ct state established accept
        nft add rule inet filter input iif lo accept
        """);
    try {
      Map<String, String> settings =
          Map.of(
              "repository.key-file", "/nonexistent",
              "free-on-root", "99999999",
              "clock-skew", "PT-1S");
      Agent agent =
          scene.agent(
              host,
              "deploy",
              "-absent",
              settings,
              new AgentWish(
                  LabScene.config(HOST, List.of(nginxExporter())), Optional.empty(), List.of()));

      assertThat(agent.check())
          .extracting(Obstacle::code)
          .containsExactlyInAnyOrder(
              "disk-full",
              "clock-skew",
              "port-taken",
              "repository-key-missing",
              "repository-unreachable",
              "scrapers-unknown",
              "stub-status-unreachable");
      assertThat(scene.holds(host, "test -e /var/lib/iris")).isFalse();
    } finally {
      scene.on(host, "systemctl stop squatter; systemctl start nginx");
    }
  }

  @Test
  void shouldAdoptAnAlloyThatSomebodySetUpByHand() throws Exception {
    setUpByHand();

    Agent agent = scene.agent(host, wish(HOST));
    assertThat(agent.plan())
        .extracting(PlannedChange::what)
        .anySatisfy(what -> assertThat(what).contains("somebody's own"))
        .anySatisfy(what -> assertThat(what).contains("what somebody wrote there"))
        .anySatisfy(what -> assertThat(what).contains("grafana.list"));
    setUp(agent);

    assertThat(scene.on(host, "cat /etc/alloy/config.alloy.before-iris.*")).contains("\"error\"");
    assertThat(scene.on(host, "cat /etc/systemd/system/alloy.service.before-iris.*"))
        .contains("/srv/alloy/mine.alloy");
    assertThat(scene.on(host, "cat /etc/apt/sources.list.d/grafana.list"))
        .startsWith("# set aside by iris: deb");
    assertThat(scene.on(host, "systemctl show -P ExecStart alloy")).contains("/usr/bin/alloy");
    assertThat(scene.metrics(host)).contains("node_uname_info{");
    assertSettled(scene.agent(host, wish(HOST)));
  }

  @Test
  void shouldPutAHandMadeAlloyBackWhereIrisOwnDoesNotStart() throws Exception {
    setUpByHand();
    String kafka = "prometheus.exporter.kafka \"k\" { kafka_uris = [\"127.0.0.1:1\"] }\n";
    Agent agent = scene.agent(host, wish(kafka));
    agent.install();
    agent.configure();
    agent.validate();

    assertThat(agent.start())
        .isInstanceOfSatisfying(
            AgentOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("not-ready");
              assertThat(refused.message()).doesNotContain("neither");
            });

    assertThat(scene.on(host, "systemctl show -P ExecStart -P ActiveState alloy"))
        .contains("/usr/local/bin/alloy", "active");
    assertThat(scene.on(host, "cat /etc/alloy/config.alloy")).contains("\"error\"");
  }

  @Test
  void shouldKeepWhatSomebodyChangedInIrisOwnFile() throws Exception {
    setUp(scene.agent(host, wish(HOST)));
    scene.on(host, "echo '// mine' >>/etc/alloy/config.alloy; echo 'GOGC=50' >>/etc/default/alloy");

    setUp(scene.agent(host, wish(HOST)));

    assertThat(scene.on(host, "cat /etc/alloy/config.alloy.before-iris.*")).contains("// mine");
    assertSettled(scene.agent(host, wish(HOST)));
  }

  @Test
  void shouldGoOnWhereAKilledPackageManagerStopped() throws Exception {
    scene.on(
        host,
        """
        mv /usr/sbin/usermod /usr/sbin/usermod.real
        cat >/usr/sbin/usermod <<'END'
        #!/bin/sh
        mv /usr/sbin/usermod.real /usr/sbin/usermod
        kill -9 $(pgrep -x apt-get) $(pgrep -x dpkg)
        sleep 1
        END
        chmod +x /usr/sbin/usermod
        """);
    assertThat(code(scene.agent(host, wish(HOST)).install())).isEqualTo("install-failed");
    assertThat(scene.on(host, "dpkg --audit")).contains("alloy");

    setUp(scene.agent(host, wish(HOST)));

    assertThat(scene.on(host, "dpkg --audit")).isEmpty();
    assertThat(scene.metrics(host)).contains("node_uname_info{");
  }

  @Test
  void shouldWaitForAnInstallationWhoseWorkerDied() throws Exception {
    scene.on(
        host,
        """
        mv /usr/sbin/usermod /usr/sbin/usermod.real
        printf '#!/bin/sh\\ntouch /run/reached\\nwhile [ -e /run/slow ]; do sleep 0.1; done\\n' >/usr/sbin/usermod
        chmod +x /usr/sbin/usermod; touch /run/slow; rm -f /run/reached
        """);
    RemoteHost first = scene.connect(host, "deploy");
    Agent died = scene.agent(first, "", Map.of(), wish(HOST));
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      var lost = workers.submit(died::install);
      await().untilAsserted(() -> assertThat(scene.holds(host, "test -e /run/reached")).isTrue());
      first.close();
      assertThat(lost)
          .failsWithin(LabScene.LIMIT)
          .withThrowableThat()
          .havingRootCause()
          .isInstanceOf(RemoteException.class);

      Agent successor = scene.agent(host, wish(HOST));
      var second = workers.submit(successor::install);
      await().untilAsserted(() -> assertThat(scene.holds(host, "pgrep -x flock")).isTrue());
      assertThat(scene.on(host, "pgrep -xc apt-get")).isEqualTo("1\n");
      scene.on(host, "rm /run/slow");

      assertThat(second).succeedsWithin(LabScene.LIMIT).isInstanceOf(AgentOutcome.Done.class);
    }
    setUp(scene.agent(host, wish(HOST)));
  }

  @Test
  void shouldFinishWhatAWorkerLeftAfterTheSwap() throws Exception {
    setUp(scene.agent(host, wish(HOST)));
    String more = HOST + "prometheus.exporter.self \"agent\" { }\n";
    Agent first = scene.agent(host, wish(more));
    first.configure();
    scene.on(
        host,
        "cp -p /etc/alloy/config.alloy /etc/alloy/config.alloy.iris-previous && mv /etc/alloy/config.alloy.iris-candidate /etc/alloy/config.alloy");

    Agent successor = scene.agent(host, wish(more));
    assertThat(successor.start()).isEqualTo(new AgentOutcome.Done(true));

    assertThat(scene.on(host, "ls /etc/alloy")).isEqualTo("config.alloy\n");
    assertSettled(scene.agent(host, wish(more)));
  }

  @Test
  void shouldLetOnlyTheScrapersThroughNftablesAlsoAfterAStart() throws Exception {
    scene.on(
        host,
        """
        cat >/etc/nftables.conf <<'END'
        #!/usr/sbin/nft -f
        flush ruleset
        table inet filter {
          chain input {
            type filter hook input priority 0; policy drop;
            iif lo accept
            ct state established,related accept
            tcp dport 22 accept
          }
        }
        END
        systemctl enable --now nftables && systemctl restart nftables
        """);
    String gateway = scene.lab().gateway();
    Agent agent = scene.agent(host, wish(HOST, Optional.empty(), gateway));
    assertThat(agent.plan()).extracting(PlannedChange::step).contains("firewall");
    setUp(agent);
    assertThat(scene.metrics(host)).contains("node_uname_info{");
    assertThat(scene.on(host, "nft list chain inet filter input"))
        .contains("ip saddr " + gateway + " tcp dport 12345");
    assertSettled(scene.agent(host, wish(HOST, Optional.empty(), gateway)));

    scene.lab().cutPower(host);
    scene.lab().powerOn(host);
    scene.lab().awaitStarted(host);
    assertThat(scene.metrics(host)).contains("node_uname_info{");
    assertSettled(scene.agent(host, wish(HOST, Optional.empty(), gateway)));

    // others scrape from now on
    Agent moved = scene.agent(host, wish(HOST, Optional.empty(), "192.0.2.0/24", "2001:db8::/32"));
    assertThat(moved.firewall()).isEqualTo(new AgentOutcome.Done(true));
    assertThat(scene.on(host, "nft list ruleset"))
        .doesNotContain(gateway)
        .contains("192.0.2.0/24")
        .contains("2001:db8::/32");

    assertThat(moved.remove(true)).isEqualTo(new AgentOutcome.Done(true));
    assertThat(scene.on(host, "nft list ruleset; cat /etc/nftables.conf")).doesNotContain("iris");
    assertThat(
            scene.holds(
                host, "test -e /usr/bin/alloy || test -e /etc/apt/sources.list.d/iris-alloy.list"))
        .isFalse();
    assertThat(scene.agent(host, wish(HOST)).remove(true)).isEqualTo(new AgentOutcome.Done(false));
  }

  @Test
  void shouldNotPretendThatAFirewallRuleWouldLast() throws Exception {
    scene.on(
        host,
        "nft 'add table inet x; add chain inet x in { type filter hook input priority 0; policy drop; }; add rule inet x in tcp dport 22 accept; add rule inet x in ct state established accept'; nft add rule inet x in iif lo accept");

    Agent agent = scene.agent(host, wish(HOST, Optional.empty(), scene.lab().gateway()));

    assertThat(code(agent.firewall())).isEqualTo("firewall-not-persistent");
    assertThat(scene.on(host, "nft list ruleset")).doesNotContain("iris");
  }

  @Test
  void shouldRunTheExporterOfNginxBesideAlloy() throws Exception {
    scene.on(
        host,
        """
        printf 'server { listen 127.0.0.1:8088; location /status { stub_status; } }\\n' >/etc/nginx/conf.d/status.conf
        systemctl restart nginx
        """);
    AgentWish wish =
        new AgentWish(LabScene.config(HOST, List.of(nginxExporter())), Optional.empty(), List.of());

    setUp(scene.agent(host, "deploy", "", Map.of(), wish));

    assertThat(
            scene.on(
                host,
                "systemctl show -P ActiveState prometheus-nginx-exporter; ss -Hltn 'sport = :9119'"))
        .startsWith("active\nLISTEN");
    assertSettled(scene.agent(host, "deploy", "", Map.of(), wish));
  }

  /** Another program, another unit, another configuration, and the repository without a key. */
  private static void setUpByHand() throws Exception {
    setUp(scene.agent(host, wish(HOST)));
    scene.on(
        host,
        """
        cp /usr/bin/alloy /usr/local/bin/alloy
        apt-get -y purge alloy && rm -rf /var/lib/iris /etc/apt/sources.list.d/*
        useradd --system alloy 2>/dev/null; install -d -o alloy /srv/alloy /etc/alloy /var/lib/alloy
        echo 'logging { level = "debug" }' >/srv/alloy/mine.alloy
        echo 'logging { level = "error" }' >/etc/alloy/config.alloy
        printf '[Service]\\nUser=alloy\\nExecStart=/usr/local/bin/alloy run --storage.path=/var/lib/alloy/data /srv/alloy/mine.alloy\\n[Install]\\nWantedBy=multi-user.target\\n' \
          >/etc/systemd/system/alloy.service
        printf 'deb [trusted=yes] %s/apt stable main\\n' >/etc/apt/sources.list.d/grafana.list
        systemctl daemon-reload && systemctl enable --now alloy
        until ss -Hltn 'sport = :12345' | grep -q LISTEN; do sleep 0.1; done
        """
            .formatted(scene.lab().packages()));
  }

  private static Companion nginxExporter() {
    return new Companion(
        "prometheus-nginx-exporter",
        List.of("--nginx.scrape-uri=http://127.0.0.1:8088/status", "--web.listen-address=:9119"),
        9119);
  }
}
