package dev.iris.enrollment.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTargetsTest {

  @Test
  void shouldGiveEachComponentATargetWithAllLabels() {
    ScrapedComponent nginx = new ScrapedComponent("nginx", "nginx", "nginx_up", 9113, "/metrics");
    HostTargets host = Hosts.web("fd00::7", Hosts.NODE, nginx);

    assertThat(new String(json(host), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            [ {
              "targets" : [ "[fd00::7]:12345" ],
              "labels" : {
                "__metrics_path__" : "/api/v0/component/prometheus.exporter.unix.host/metrics",
                "environment" : "production",
                "hostname" : "web-01",
                "instance" : "web-01",
                "iris_component" : "prometheus.exporter.unix.host",
                "iris_host" : "%1$s",
                "job" : "alloy",
                "location" : "Rack \\"7\\" {{ x }}\\\\"
              }
            }, {
              "targets" : [ "[fd00::7]:9113" ],
              "labels" : {
                "__metrics_path__" : "/metrics",
                "environment" : "production",
                "hostname" : "web-01",
                "instance" : "web-01",
                "iris_component" : "nginx",
                "iris_host" : "%1$s",
                "job" : "nginx",
                "location" : "Rack \\"7\\" {{ x }}\\\\"
              }
            } ]
            """
                .formatted(host.hostId()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.5/x",
        "user@10.0.0.5",
        "10.0.0.5:22",
        "10.0.0.256",
        "1.2.3",
        "a b",
        "a?b",
        "-x",
        "[::1]",
        "fe80::1%eth0",
        "::g",
        "",
        "ho\nst",
        "../../etc/x"
      })
  void shouldRefuseAddressesThatAreMore(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> Hosts.web(address, Hosts.NODE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.5", "web-01", "web-01.example.org", "::1", "2001:db8::7"})
  void shouldTakeAddressesAndNames(String address) {
    assertThat(Hosts.web(address, Hosts.NODE).address()).isEqualTo(address);
  }

  private static byte[] json(HostTargets host) {
    return TargetGroup.json(TargetGroup.of(host, "/api/v0/component/{id}/metrics"));
  }
}
