package dev.iris.enrollment.enrolling;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.iris.web.Role;
import dev.iris.web.testing.Keys;
import dev.iris.web.testing.WithKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** A machine that makes machines enrols them and takes them away again, and touches nobody else's. */
@QuarkusTest
@QuarkusTestResource(value = WithKeys.class, restrictToAnnotatedClass = true)
class ProvisionerTest extends JobScene {

  @Test
  void shouldEnrolAndDecommissionItsOwnHost() {
    String id = ask(Role.PROVISIONER).statusCode(202).extract().path("id");

    String host = done(Role.PROVISIONER, id);
    with(Role.PROVISIONER)
        .delete("/api/v1/hosts/" + host)
        .then()
        .statusCode(200)
        .body("host.status", equalTo("decommissioned"));
    with(Role.PROVISIONER).get("/api/v1/hosts/" + host).then().statusCode(403);
    with(Role.PROVISIONER).get("/api/v1/enrollments").then().statusCode(403);
  }

  @Test
  void shouldNotTouchWhatAnotherKeyMade() {
    String id = ask(Role.OPERATOR).statusCode(202).extract().path("id");
    String host = done(Role.OPERATOR, id);

    with(Role.PROVISIONER).get("/api/v1/enrollments/" + id).then().statusCode(404);
    with(Role.PROVISIONER).get("/api/v1/enrollments/" + id + "/events").then().statusCode(404);
    with(Role.PROVISIONER)
        .delete("/api/v1/hosts/" + host)
        .then()
        .statusCode(404)
        .body("code", equalTo("host-not-found"));
    ask(Role.PROVISIONER).statusCode(403).body("code", equalTo("host-of-another-key"));
    with(Role.OPERATOR)
        .get("/api/v1/hosts/" + host)
        .then()
        .body("host.status", equalTo("enrolled"));
  }

  private static ValidatableResponse ask(Role role) {
    String json =
        enroll("")
            .replace('\'', '"')
            .replace("PASSWORD", FakeTransport.PASSWORD.replace("\"", "\\\""));
    return with(role).body(json).post("/api/v1/enrollments").then();
  }

  /** Its host, once it succeeded. */
  private static String done(Role role, String id) {
    await()
        .untilAsserted(
            () ->
                with(role)
                    .get("/api/v1/enrollments/" + id)
                    .then()
                    .body("status", equalTo("succeeded")));
    return with(role).get("/api/v1/enrollments/" + id).then().extract().path("hostId");
  }

  private static RequestSpecification with(Role role) {
    return given().contentType(ContentType.JSON).header("X-API-Key", Keys.textOf(role));
  }
}
