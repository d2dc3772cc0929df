package dev.iris.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.iris.web.Role;
import dev.iris.web.testing.KeyedContract;
import dev.iris.web.testing.Keys;
import dev.iris.web.testing.WithKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = WithKeys.class, restrictToAnnotatedClass = true)
class KeyedTest extends KeyedContract {

  private static final String INCIDENTS = "/api/v1/incidents";

  @ParameterizedTest
  @ValueSource(strings = {"/incidents", "/incidents/1"})
  void shouldShowPagesWithoutDataToWhoeverFollowsALink(String page) {
    given().get(page).then().statusCode(404).body("code", equalTo("not-found"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {INCIDENTS, "/nothing", "/q/openapi", "/q/dev-ui", "/", "/q/metrics/../openapi"})
  void shouldAskForAKey(String path) {
    given()
        .get(path)
        .then()
        .statusCode(401)
        .body("code", equalTo("key-required"))
        .header("WWW-Authenticate", startsWith("Bearer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer nonsense",
        "Bearer iris_admin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void shouldRefuseAKeyThatIsNotInForce(String authorization) {
    given()
        .header("Authorization", authorization)
        .get(INCIDENTS)
        .then()
        .statusCode(401)
        .body("code", equalTo("key-unknown"))
        .header("WWW-Authenticate", startsWith("Bearer"));
  }

  @Test
  void shouldTakeAKeyEitherWay() {
    String key = Keys.textOf(Role.VIEWER);
    given().header("Authorization", "bearer " + key).get(INCIDENTS).then().statusCode(404);
    given().header("X-API-Key", key).get(INCIDENTS).then().statusCode(404);
    given()
        .auth()
        .preemptive()
        .basic("proxy", "x")
        .header("X-API-Key", key)
        .get(INCIDENTS)
        .then()
        .statusCode(404);
  }

  @Test
  void shouldDenyAnOperationThatNobodyEntered() {
    given()
        .header("X-API-Key", Keys.textOf(Role.ADMIN))
        .get("/api/v1/samples/1")
        .then()
        .statusCode(403)
        .body("code", equalTo("operation-unlisted"));
  }

  /** What makes the build of a service fail that has an operation without a line. */
  @Test
  void shouldMissTheLineOfAnOperationThatNobodyEntered() {
    String openApi =
        given()
            .header("X-API-Key", Keys.textOf(Role.ADMIN))
            .queryParam("format", "json")
            .get("/q/openapi")
            .asString();

    assertThat(OperationsTable.load().unlisted(openApi))
        .contains("GET /api/v1/samples", "POST /api/v1/samples", "GET /api/v1/samples/{id}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics"})
  void shouldLeaveProbesOfThisMachineAlone(String path) {
    given().get(path).then().statusCode(404);
  }
}
