package dev.iris.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.iris.web.Role;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = KeyedTest.WithKeys.class, restrictToAnnotatedClass = true)
class KeyedTest {

  private static final String INCIDENTS = "/api/v1/incidents";

  @ParameterizedTest
  @EnumSource(Role.class)
  void shouldLetEachRoleDoExactlyWhatTheTableSays(Role role) {
    for (var operation : OperationsTable.load().operations()) {
      if (operation.path().startsWith("/q/health") || operation.path().equals("/q/metrics")) {
        continue; // open to this machine, see below
      }
      int status =
          given()
              .header("X-API-Key", Keys.textOf(role))
              .contentType("application/json")
              .request(operation.method(), operation.path().replaceAll("\\{[^/]*}", "1"))
              .statusCode();
      boolean refused = status == 401 || status == 403;

      assertThat(refused)
          .as("%s may %s: %d", role, operation, status)
          .isNotEqualTo(operation.roles().contains(role));
    }
  }

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

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics"})
  void shouldLeaveProbesOfThisMachineAlone(String path) {
    given().get(path).then().statusCode(404);
  }

  @Test
  void shouldStopTakingAKeyOnceItLeavesTheFile() {
    String key = "iris_leaver_" + "l".repeat(43);
    WithKeys.also(Keys.lineOf("leaver", Role.VIEWER, key));
    await()
        .untilAsserted(
            () -> given().header("X-API-Key", key).get(INCIDENTS).then().statusCode(404));

    WithKeys.also();

    await()
        .untilAsserted(
            () -> given().header("X-API-Key", key).get(INCIDENTS).then().statusCode(401));
  }

  /** A key of each role, its id the role's name. */
  public static final class WithKeys implements QuarkusTestResourceLifecycleManager {

    private static final Path FILE = file();

    static void also(String... lines) {
      Keys.write(FILE, Stream.concat(Keys.everyRole().stream(), Stream.of(lines)).toList());
    }

    @Override
    public Map<String, String> start() {
      also();
      return Map.of("iris.keys.file", FILE.toString());
    }

    @Override
    public void stop() {
      try {
        Files.deleteIfExists(FILE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Path file() {
      try {
        return Files.createTempDirectory("iris-keys").resolve("keys");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
