package dev.iris.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  @ParameterizedTest
  @CsvSource({
    "/webhooks/alertmanager, incident-service",
    "/webhooks/alertmanager/prod, incident-service",
    "/incidents/1, incident-service",
    "/api/v1/incidents, incident-service",
    "/api/v1/ledger, incident-service",
    "/api/v1/poison/incident-service/1/replay, incident-service",
    "/api/v1/channels/teams, notifier-service",
    "/api/v1/deliveries, notifier-service",
    "/api/v1/poison/notifier, notifier-service",
    "/api/v1/hosts/web-01, enrollment-service",
    "/api/v1/poison/enrollment, enrollment-service",
    "/api/v1/digests, digest-service",
    "/api/v1/poison/digest, digest-service",
  })
  void shouldKnowTheServiceOfEachPath(String path, String service) throws IOException {
    assertThat(shipped().serviceFor(path)).contains(service);
  }

  @Test
  void shouldLeadToEveryOperationThatSomebodyMayCall() throws IOException {
    Routes shipped = shipped();
    List<String> paths =
        Files.readAllLines(Path.of("../../common/web/src/main/resources/iris/operations.csv"))
            .stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split(",", -1)[1].replace("{service}", "incident"))
            .filter(path -> !path.startsWith("/q/"))
            .toList();

    assertThat(paths)
        .isNotEmpty()
        .allSatisfy(path -> assertThat(shipped.serviceFor(path)).isPresent());
  }

  @ParameterizedTest
  @CsvSource({"/", "/q/metrics", "/api/v1", "/webhooks"})
  void shouldLeadNowhereElse(String path) throws IOException {
    assertThat(shipped().serviceFor(path)).isEmpty();
  }

  @Test
  void shouldRefuseARuleRatherThanMisreadIt() {
    assertThatThrownBy(() -> routes("PathPrefix(`/a`) && Method(`POST`)"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not understood");
  }

  @Test
  void shouldPreferTheLongestPrefix() throws IOException {
    Routes routes =
        Routes.read(
            new ByteArrayInputStream(
                """
                http:
                  routers:
                    a: {rule: "PathPrefix(`/a`)", service: short}
                    b: {rule: "PathPrefix(`/a/b`)", service: long}
                  services: {short: {}, long: {}}
                """
                    .getBytes(StandardCharsets.UTF_8)));

    assertThat(routes.serviceFor("/a/b/c")).contains("long");
  }

  private static Routes routes(String rule) throws IOException {
    String yaml = "http: {routers: {a: {rule: \"" + rule + "\", service: s}}, services: {s: {}}}";
    return Routes.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private static Routes shipped() throws IOException {
    try (InputStream yaml = RoutesTest.class.getResourceAsStream("/routes.yaml")) {
      return Routes.read(yaml);
    }
  }
}
