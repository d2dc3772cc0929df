package dev.iris.enrollment.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RenderLimits LIMITS =
      new RenderLimits(65_536, 262_144, 10_000, Duration.ofMinutes(1));
  private static final String PASSWORD = "p@ss:/%\\ 'w\"rd$";

  private final Composer composer = new Composer(LIMITS);

  static List<String> types() {
    return ServiceTypes.names();
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldRenderTheBuiltInTemplateOfEachType(String type) throws IOException {
    assertThat(config(wanted(type, null, "{}")).alloy()).isEqualTo(golden(type + ".alloy"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldHaveBuiltInTemplatesThatCouldBeStored(String type) {
    ServiceType known = ServiceTypes.find(type).orElseThrow();

    composer.check(known, ServiceTypes.builtIn(known));
  }

  @Test
  void shouldRenderAWholeHost() throws IOException {
    RenderedConfig config =
        config(
            wanted(
                "node",
                null,
                "{'scrapeUser':'prom','scrapePassword':'%s','disableCollectors':['mdadm','zfs'],'textfileDirectory':'/var/lib/x'}"),
            wanted(
                "nginx",
                null,
                "{'stubStatusUrl':'http://127.0.0.1:8080/status','exporterPort':9114}"),
            wanted("apache", null, "{'hostOverride':'www.example.org','insecure':true}"),
            wanted("mysql", "Orders DB", "{'socket':'/run/mysqld/mysqld.sock','password':'%s'}"),
            wanted(
                "mysql",
                "billing",
                "{'host':'2001:db8::5','user':'mon@ops','password':'%s','tls':'skip-verify'}"),
            wanted(
                "postgresql",
                null,
                "{'user':'mon@ops','password':'%s','database':'a b/\\\"c','sslMode':'verify-full'}"),
            wanted("mongodb", null, "{'user':'mon','password':'%s','tls':true}"));

    assertThat(config.alloy()).isEqualTo(golden("host.alloy"));
    assertThat(config.components())
        .extracting(Component::id, Component::job, Component::healthSeries, Component::port)
        .map(Object::toString)
        .containsExactly(
            "(\"prometheus.exporter.self.agent\", \"alloy-self\", \"alloy_build_info\", 12345)",
            "(\"prometheus.exporter.unix.host\", \"alloy\", \"node_uname_info\", 12345)",
            "(\"prometheus.exporter.apache.apache\", \"apache\", \"apache_up\", 12345)",
            "(\"prometheus.exporter.mysql.orders_db_2e8ffb46cf\", \"mysql\", \"mysql_up\", 12345)",
            "(\"prometheus.exporter.mysql.billing\", \"mysql\", \"mysql_up\", 12345)",
            "(\"prometheus.exporter.postgres.postgresql\", \"postgresql\", \"pg_up\", 12345)",
            "(\"prometheus.exporter.mongodb.mongodb\", \"mongodb\", \"mongodb_up\", 12345)",
            "(\"nginx.nginx\", \"nginx\", \"nginx_up\", 9114)");
    assertThat(config.companions())
        .containsExactly(
            new Companion(
                "prometheus-nginx-exporter",
                List.of(
                    "--nginx.scrape-uri=http://127.0.0.1:8080/status",
                    "--web.listen-address=:9114"),
                9114));
    assertThat(config.versions()).hasSize(6).containsEntry("mysql", 0);
  }

  @Test
  void shouldKeepSecretsOutOfTheConfigAndOutOfWords() {
    RenderedConfig config =
        config(
            wanted("node", null, "{'scrapeUser':'prom','scrapePassword':'%s'}"),
            wanted("mysql", "a", "{'password':'%s'}"),
            wanted("postgresql", "a", "{'password':'%s'}"));

    assertThat(config.secrets())
        .containsOnly(
            Map.entry("IRIS_NODE_HOST_SCRAPE_PASSWORD", PASSWORD),
            Map.entry("IRIS_MYSQL_A_PASSWORD", PASSWORD),
            Map.entry("IRIS_POSTGRESQL_A_PASSWORD", "p%40ss%3A%2F%25%5C%20%27w%22rd%24"));
    assertThat(config.alloy())
        .contains("sys.env(\"IRIS_MYSQL_A_PASSWORD\")")
        .doesNotContain("p@ss")
        .doesNotContain("p%40ss");
    assertThat(config.toString()).doesNotContain("p@ss");
    assertThat(config.environment())
        .isEqualTo(
            """
            IRIS_MYSQL_A_PASSWORD="p@ss:/%\\\\ 'w\\"rd\\$"
            IRIS_NODE_HOST_SCRAPE_PASSWORD="p@ss:/%\\\\ 'w\\"rd\\$"
            IRIS_POSTGRESQL_A_PASSWORD="p%40ss%3A%2F%25%5C%20%27w%22rd%24"
            """);
  }

  /** Each setting of each type that takes free text: in a string of the config, or refused with the setting's name. */
  @ParameterizedTest
  @MethodSource("dev.iris.enrollment.template.SandboxTest#hostile")
  void shouldKeepHostileSettingsInStringsOrRefuseThem(String value) {
    for (ServiceType type : ServiceTypes.all()) {
      for (Setting setting : type.settings()) {
        JsonNode settings = JSON.createObjectNode().put(setting.name(), value);
        SettingsReader reader = new SettingsReader();
        List<ReadyService> ready =
            reader.read(List.of(new WantedService(type.type(), null, settings)), "services");
        if (ready.isEmpty()) {
          assertThat(reader.faults())
              .allSatisfy(
                  fault -> {
                    assertThat(fault.field()).startsWith("services[0].settings");
                    assertThat(fault.message()).doesNotContain(value.length() > 3 ? value : "\0\0");
                  });
        } else {
          RenderedConfig config = composer.config(TemplateHost.SAMPLE, ready, builtIn());
          assertThat(AlloyParser.parse(config.alloy()).size())
              .as("%s.%s", type.type(), setting.name())
              .isEqualTo(AlloyParser.parse(config(wanted(type.type(), null, "{}")).alloy()).size());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "[] @ services",
        "[null] @ services[0].type",
        "[{\"type\":\"nothing\"}] @ services[0].type",
        "[{\"type\":\"node\",\"settings\":[]}] @ services[0].settings",
        "[{\"type\":\"node\",\"settings\":{\"colour\":1}}] @ services[0].settings",
        "[{\"type\":\"node\",\"settings\":{\"scrapeUser\":\"x\"}}] @ services[0].settings",
        "[{\"type\":\"node\",\"settings\":{\"disableCollectors\":[\"A b\"]}}] @ services[0].settings.disableCollectors",
        "[{\"type\":\"node\"},{\"type\":\"node\",\"name\":\"b\"}] @ services[1].name",
        "[{\"type\":\"mysql\"},{\"type\":\"mysql\"}] @ services[1].name",
        "[{\"type\":\"mysql\",\"name\":\"\"}] @ services[0].name",
        "[{\"type\":\"mysql\",\"settings\":{\"port\":0}}] @ services[0].settings.port",
        "[{\"type\":\"mysql\",\"settings\":{\"port\":\"3306\"}}] @ services[0].settings.port",
        "[{\"type\":\"mysql\",\"settings\":{\"user\":\"a:b\"}}] @ services[0].settings.user",
        "[{\"type\":\"mysql\",\"settings\":{\"host\":\"a/b\"}}] @ services[0].settings.host",
        "[{\"type\":\"mysql\",\"settings\":{\"tls\":\"maybe\"}}] @ services[0].settings.tls",
        "[{\"type\":\"mysql\",\"settings\":{\"password\":\"a\\nb\"}}] @ services[0].settings.password",
        "[{\"type\":\"apache\",\"settings\":{\"statusUrl\":\"file:///etc/x\"}}] @ services[0].settings.statusUrl",
        "[{\"type\":\"nginx\",\"settings\":{\"stubStatusUrl\":\"http://a/$(id)\"}}] @ services[0].settings.stubStatusUrl",
      })
  void shouldNameTheSettingAtFault(String services, String field) throws JsonProcessingException {
    SettingsReader reader = new SettingsReader();

    reader.read(Arrays.asList(JSON.readValue(services, WantedService[].class)), "services");

    assertThat(reader.faults()).singleElement().extracting("field").isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prometheus.exporter.mysql \"{{ service.name }}\" { }",
        "prometheus.exporter.mysql \"x\" { data_source_name = {{ settings.user }} }",
        "prometheus.exporter.mysql \"x\" { socket = \"{{ settings.socket }}\" }",
        "prometheus.exporter.mysql \"x\" {",
      })
  void shouldRefuseATemplateThatOnlyWorksSometimes(String template) {
    ServiceType mysql = ServiceTypes.find("mysql").orElseThrow();

    assertThat(
            catchThrowableOfType(
                UnusableTemplateException.class, () -> composer.check(mysql, template)))
        .isNotNull();
  }

  @Test
  void shouldNotLetOneServicesTemplateReachIntoAnother() {
    Map<String, TemplateText> open =
        Map.of(
            "apache", new TemplateText(1, "prometheus.exporter.apache \"x\" { /*"),
            "nginx", new TemplateText(1, "*/ }"));
    Map<String, TemplateText> twice =
        Map.of(
            "apache", new TemplateText(1, "prometheus.exporter.apache \"x\" { }"),
            "nginx", new TemplateText(1, "prometheus.exporter.apache \"x\" { }"));
    List<ReadyService> both = ready(wanted("apache", null, "{}"), wanted("nginx", null, "{}"));

    for (Map<String, TemplateText> templates : List.of(open, twice)) {
      assertThat(
              catchThrowableOfType(
                  UnusableTemplateException.class,
                  () -> composer.config(TemplateHost.SAMPLE, both, templates)))
          .isNotNull();
    }
  }

  private RenderedConfig config(WantedService... services) {
    return composer.config(TemplateHost.SAMPLE, ready(services), builtIn());
  }

  private static List<ReadyService> ready(WantedService... services) {
    SettingsReader reader = new SettingsReader();
    List<ReadyService> ready = reader.read(List.of(services), "services");
    assertThat(reader.faults()).isEmpty();
    return ready;
  }

  private static Map<String, TemplateText> builtIn() {
    return ServiceTypes.all().stream()
        .collect(
            Collectors.toMap(
                ServiceType::type, type -> new TemplateText(0, ServiceTypes.builtIn(type))));
  }

  private static WantedService wanted(String type, @Nullable String name, String settings) {
    try {
      String password = JSON.writeValueAsString(PASSWORD);
      return new WantedService(
          type, name, JSON.readTree(settings.replace('\'', '"').replace("\"%s\"", password)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(settings, e);
    }
  }

  private static String golden(String file) throws IOException {
    try (InputStream text = ComposerTest.class.getResourceAsStream("golden/" + file)) {
      assertThat(text).as(file).isNotNull();
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
