package dev.iris.enrollment.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.detect.Inspection;
import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.HostKeyPolicy;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.enrollment.remote.ssh.LabTransport;
import dev.iris.enrollment.template.Companion;
import dev.iris.enrollment.template.Component;
import dev.iris.enrollment.template.RenderedConfig;
import dev.iris.lab.Base;
import dev.iris.lab.Lab;
import dev.iris.lab.LabHost;
import dev.iris.lab.LabSettings;
import dev.iris.lab.Network;
import dev.iris.testing.ConfigOf;
import dev.iris.testing.Program;
import dev.iris.vault.Secret;
import dev.iris.web.IpRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hosts of the lab, and agents for them. */
final class LabScene implements AutoCloseable {

  static final Duration LIMIT = Duration.ofMinutes(2);
  static final String SECRET = "planted $ecret `id` \"5f2c\"";
  static final String HOST = "prometheus.exporter.unix \"host\" { }\n";

  private final Lab lab;
  private final LabTransport transport = new LabTransport();
  private final List<RemoteHost> connections = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();

  LabScene(Path folder, String network, List<Base> bases, List<String> with) {
    LabSettings usual = LabSettings.of(folder.resolve("lab"), 1);
    lab =
        Lab.up(
            new LabSettings(
                usual.folder(),
                usual.cache(),
                new Network(network),
                bases,
                bases.size(),
                with,
                null),
            System.out::println);
  }

  Lab lab() {
    return lab;
  }

  LabHost host(int number) {
    return lab.hosts().get(number);
  }

  String oldest() {
    return lab.alloyVersions().getFirst();
  }

  String newest() {
    return lab.alloyVersions().getLast();
  }

  /** As root, by the lab's own way. */
  String on(LabHost host, String script) {
    Program.Outcome outcome = lab.ssh(host, "root", script, LIMIT);
    assertThat(outcome.code()).as("%s: %s", script, outcome.output()).isZero();
    return outcome.output();
  }

  boolean holds(LabHost host, String condition) {
    return lab.ssh(host, "root", condition, LIMIT).code() == 0;
  }

  /** A host as if nobody had been there before. */
  void wipe(LabHost host) {
    told.clear();
    on(
        host,
        """
        systemctl disable --now alloy grafana-alloy 2>/dev/null
        if [ -e /usr/sbin/usermod.real ]; then mv -f /usr/sbin/usermod.real /usr/sbin/usermod; fi
        if command -v apt-get >/dev/null; then dpkg --configure -a; apt-get -y purge --allow-change-held-packages alloy; apt-get clean; else rpm -e alloy; fi
        if command -v zypper >/dev/null; then zypper -n removelock alloy; zypper -n clean -a; fi
        if command -v dnf >/dev/null; then dnf clean all; fi
        nft flush ruleset 2>/dev/null
        systemctl disable --now nftables 2>/dev/null
        rm -rf /etc/alloy /var/lib/alloy /var/lib/iris /etc/iris /etc/default/alloy* /etc/sysconfig/alloy* /etc/apt/sources.list.d/* \
          /etc/yum.repos.d/* /etc/zypp/repos.d/* /etc/systemd/system/alloy.service* /etc/systemd/system/grafana-alloy.service \
          /usr/local/bin/* /run/iris*
        for key in $(rpm -q gpg-pubkey 2>/dev/null | grep -v 'not installed'); do rpm -e "$key"; done
        systemctl daemon-reload; systemctl reset-failed
        true
        """);
  }

  Agent agent(LabHost host, AgentWish wish) throws RemoteException {
    return agent(host, "deploy", "", Map.of(), wish);
  }

  Agent agent(LabHost host, String user, String fault, Map<String, String> settings, AgentWish wish)
      throws RemoteException {
    return agent(connect(host, user), fault, settings, wish);
  }

  Agent agent(RemoteHost connection, String fault, Map<String, String> settings, AgentWish wish)
      throws RemoteException {
    HostFacts facts =
        Inspection.read(connection.run(Inspection.command().withAllRights()).out()).orElseThrow();
    Map<String, String> all = new HashMap<>(settings);
    all.put("repository.apt", lab.packages() + "/apt" + fault);
    all.put("repository.rpm", lab.packages() + "/rpm" + fault);
    all.putIfAbsent("repository.key-file", lab.signingKey().toString());
    all.putIfAbsent("repository.key-fingerprints", lab.signingFingerprint());
    Map<String, String> properties = new HashMap<>();
    all.forEach((name, value) -> properties.put("iris.enrollment.agent." + name, value));
    AgentSettings ready =
        AgentSettings.of(
            ConfigOf.mapping(AgentConfig.class, properties), "/api/v0/component/{id}/metrics");
    return new Agents(ready, InstantSource.system()).on(connection, facts, wish, this::tell);
  }

  RemoteHost connect(LabHost host, String user) throws RemoteException {
    try {
      Login login = Login.withKey(user, new Secret(Files.readString(lab.key())), null);
      RemoteHost connection =
          transport
              .get()
              .connect(
                  new Hop(
                      new Endpoint(host.address(), 22),
                      user.equals("ops") ? login.andSudo(new Secret(lab.password())) : login,
                      new HostKeyPolicy.AcceptFirst()));
      connections.add(connection);
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What commands printed since the last wipe. */
  String told() {
    return String.join("", told);
  }

  private void tell(String text) {
    told.add(text);
    System.out.print(text);
  }

  static AgentWish wish(String alloy) {
    return wish(alloy, Optional.empty());
  }

  static AgentWish wish(String alloy, Optional<String> version, String... scrapers) {
    return new AgentWish(
        config(alloy, List.of()), version, List.of(scrapers).stream().map(IpRange::parse).toList());
  }

  static RenderedConfig config(String alloy, List<Companion> companions) {
    List<Component> components = new ArrayList<>();
    components.add(component("prometheus.exporter.unix.host", 12345, Component.Source.ALLOY));
    companions.forEach(
        companion ->
            components.add(
                component(companion.packageName(), companion.port(), Component.Source.EXPORTER)));
    return new RenderedConfig(
        alloy, Map.of("IRIS_TEST_PASSWORD", SECRET), components, companions, Map.of());
  }

  private static Component component(String id, int port, Component.Source source) {
    return new Component(id, "alloy", "node_uname_info", port, source);
  }

  /** All steps of a change, each of which must be well. */
  static void setUp(Agent agent) throws Exception {
    assertThat(agent.check()).isEmpty();
    assertThat(agent.install()).isInstanceOf(AgentOutcome.Done.class);
    assertThat(agent.configure()).isInstanceOf(AgentOutcome.Done.class);
    assertThat(agent.validate()).isEqualTo(new AgentOutcome.Done(false));
    assertThat(agent.firewall()).isInstanceOf(AgentOutcome.Done.class);
    assertThat(agent.start()).isInstanceOf(AgentOutcome.Done.class);
  }

  /** That another run finds nothing to do, and does nothing. */
  static void assertSettled(Agent agent) throws Exception {
    AgentOutcome untouched = new AgentOutcome.Done(false);
    assertThat(agent.check()).isEmpty();
    assertThat(agent.plan()).isEmpty();
    assertThat(agent.install()).isEqualTo(untouched);
    assertThat(agent.configure()).isEqualTo(untouched);
    assertThat(agent.validate()).isEqualTo(untouched);
    assertThat(agent.firewall()).isEqualTo(untouched);
    assertThat(agent.start()).isEqualTo(untouched);
  }

  static String code(AgentOutcome outcome) {
    return outcome instanceof AgentOutcome.Refused refused ? refused.code() : outcome.toString();
  }

  /** What the host answers to somebody on the lab's network. */
  String metrics(LabHost host) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://%s:12345/api/v0/component/prometheus.exporter.unix.host/metrics"
                              .formatted(host.address())))
                  .timeout(Duration.ofSeconds(20))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Override
  public void close() {
    connections.forEach(RemoteHost::close);
    transport.close();
    lab.close();
  }
}
