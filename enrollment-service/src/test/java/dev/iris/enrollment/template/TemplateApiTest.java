package dev.iris.enrollment.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.iris.enrollment.EnrollmentScene;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TemplateApiTest extends EnrollmentScene {

  private static final String APACHE = "prometheus.exporter.apache \"{{ service.label }}\" { }\n";

  @BeforeEach
  void onlyBuiltInTemplates() {
    sql("delete from template_version");
  }

  @Test
  void shouldListTheBuiltInOnesWithTheirSchemas() {
    given()
        .get("/api/v1/templates")
        .then()
        .statusCode(200)
        .body("items.type", contains("apache", "mongodb", "mysql", "nginx", "node", "postgresql"))
        .body("items.version", contains(0, 0, 0, 0, 0, 0));
    given()
        .get("/api/v1/templates/postgresql")
        .then()
        .statusCode(200)
        .body("builtIn", equalTo(true))
        .body("version", equalTo(0))
        .body("text", containsString("prometheus.exporter.postgres"))
        .body("settings.find { it.name == 'port' }.max", equalTo(65_535))
        .body("settings.find { it.name == 'port' }.defaultValue", equalTo(5_432))
        .body("settings.find { it.name == 'password' }.secret", equalTo(true))
        .body("settings.find { it.name == 'sslMode' }.choices", hasItems("disable", "verify-full"));
  }

  @Test
  void shouldKeepEveryVersion() {
    put("apache", APACHE, 0, "shorter").statusCode(200).body("version", equalTo(1));
    put("apache", APACHE + "// more\n", 1, "").statusCode(200).body("version", equalTo(2));

    given()
        .get("/api/v1/templates/apache")
        .then()
        .body("version", equalTo(2))
        .body("builtIn", equalTo(false))
        .body("text", equalTo(APACHE + "// more\n"));
    String next =
        given()
            .get("/api/v1/templates/apache/versions?limit=2")
            .then()
            .statusCode(200)
            .body("items.version", contains(2, 1))
            .body("items[1].note", equalTo("shorter"))
            .extract()
            .path("nextCursor");
    given()
        .get("/api/v1/templates/apache/versions?limit=2&cursor=" + next)
        .then()
        .body("items.version", contains(0))
        .body("nextCursor", nullValue());
    given().get("/api/v1/templates/apache/versions/1").then().body("text", equalTo(APACHE));
    given()
        .get("/api/v1/templates/apache/versions/0")
        .then()
        .body("text", containsString("scrape_uri"));
    preview("apache", Map.of()).statusCode(200).body("versions.apache", equalTo(2));
  }

  @Test
  void shouldNotOverwriteWhatSomebodyElseChanged() {
    put("apache", APACHE, 0, "").statusCode(200);

    put("apache", APACHE, 0, "").statusCode(409).body("code", equalTo("template-changed"));
    put("apache", APACHE, 7, "").statusCode(409).body("code", equalTo("template-changed"));
    assertThat(count("select count(*) from template_version")).isEqualTo(1);
  }

  @Test
  void shouldLetOneOfManyAtOnceWin() throws Exception {
    Callable<Integer> change = () -> put("apache", APACHE, 0, "").extract().statusCode();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Integer> answers =
          people.invokeAll(List.of(change, change, change, change)).stream()
              .map(
                  answer -> {
                    try {
                      return answer.get();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  })
              .sorted()
              .toList();

      assertThat(answers).containsExactly(200, 409, 409, 409);
    }
  }

  @Test
  void shouldRefuseWhatCannotBeUsedAndSayWhere() {
    put("apache", "x\n{{ settings.colour }}\n", 0, "")
        .statusCode(400)
        .body("code", equalTo("template-invalid"))
        .body("errors[0].field", equalTo("text"))
        .body("errors[0].message", containsString("line 2, column 13: `settings` has no part"));
    put(
            "apache",
            "prometheus.exporter.apache \"x\" {\n\tscrape_uri = {{ settings.statusUrl }}\n}\n",
            0,
            "")
        .statusCode(400)
        .body("code", equalTo("template-invalid"))
        .body("errors[0].message", containsString("rendered text, line 2, column"));
    put("apache", "a \"x\" { }\na \"x\" { }\n", 0, "")
        .statusCode(400)
        .body(
            "errors[0].message",
            containsString("rendered text, line 2, column 1: there is another"));
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("note", "a\nb"))
        .put("/api/v1/templates/apache")
        .then()
        .statusCode(400)
        .body("errors.field", contains("text", "basedOn", "note"));
    assertThat(count("select count(*) from template_version")).isZero();
  }

  @Test
  void shouldShowWhatWouldComeOutWithoutItsSecrets() {
    preview(
            "postgresql",
            Map.of(
                "name",
                "Orders DB",
                "settings",
                Map.of("user", "mon", "password", "planted-secret-7f3a")))
        .statusCode(200)
        .body("text", containsString("sys.env(\"IRIS_POSTGRESQL_ORDERS_DB_"))
        .body("components[0].healthSeries", equalTo("pg_up"))
        .body("components[0].port", equalTo(12_345))
        .body("secrets.values()[0]", equalTo("***"))
        .body(not(containsString("planted-secret-7f3a")));
    preview("apache", Map.of("text", APACHE + "// {{ host.os }}\n"))
        .statusCode(400)
        .body("code", equalTo("template-invalid"));
    preview(
            "apache",
            Map.of(
                "text",
                "a \"{{ service.label }}\" { b = \"{{ host.hostname }}\" }\n",
                "host",
                Map.of("hostname", "w\"1\n")))
        .statusCode(200)
        .body("text", equalTo("a \"apache\" { b = \"w\\\"1\\n\" }\n"));
    preview("mysql", Map.of("settings", Map.of("port", 70_000)))
        .statusCode(400)
        .body("errors[0].field", equalTo("settings.port"));
  }

  @Test
  void shouldShowAWholeHost() {
    given()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "services",
                List.of(Map.of("type", "node"), Map.of("type", "nginx"), Map.of("type", "mysql"))))
        .post("/api/v1/templates/preview")
        .then()
        .statusCode(200)
        .body(
            "components.id",
            contains(
                "prometheus.exporter.self.agent",
                "prometheus.exporter.unix.host",
                "prometheus.exporter.mysql.mysql",
                "nginx.nginx"))
        .body("companions[0].packageName", equalTo("prometheus-nginx-exporter"))
        .body("versions.node", equalTo(0));
    given()
        .contentType(ContentType.JSON)
        .body("{\"services\":[{\"type\":\"node\"},{\"type\":\"node\"}]}")
        .post("/api/v1/templates/preview")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("services[1].name"));
  }

  @Test
  void shouldKnowNoOtherTypeAndNoOtherVersion() {
    given()
        .get("/api/v1/templates/no-such")
        .then()
        .statusCode(404)
        .body("code", equalTo("template-not-found"));
    for (String number : List.of("1", "99999999999", "x", "-1")) {
      given()
          .get("/api/v1/templates/apache/versions/" + number)
          .then()
          .statusCode(404)
          .body("code", equalTo("template-version-not-found"));
    }
  }

  private static ValidatableResponse put(String type, String text, int basedOn, String note) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("text", text, "basedOn", basedOn, "note", note))
        .put("/api/v1/templates/" + type)
        .then();
  }

  private static ValidatableResponse preview(String type, Map<String, Object> body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/v1/templates/" + type + "/preview")
        .then();
  }
}
