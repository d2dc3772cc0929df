package dev.iris.web.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.iris.testing.PostgresResource;
import dev.iris.web.access.OperationsTable;
import dev.iris.web.testing.RawHttp.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * What is true of every service of Iris. A service extends this with a {@code @QuarkusTest} class that brings PostgreSQL and
 * Redis; nothing else is needed.
 */
public abstract class ServiceContract {

  private static final String STRANGER = "stranger";

  private static final List<String> FOREIGN =
      List.of(
          "Host: evil.example",
          "Host: 127.0.0.1.evil.example",
          "Origin: http://evil.example",
          "Origin: http://127.0.0.1:1",
          "Origin: null");

  @TestHTTPResource("/")
  URI server;

  @Test
  void shouldBeReadyWithItsDependencies() {
    await()
        .untilAsserted(
            () ->
                given()
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("UP"))
                    .body("checks.name", hasItem(containsString("PostgreSQL")))
                    .body("checks.name", hasItem(containsString("Redis"))));
  }

  @Test
  void shouldServeMetrics() {
    given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
  }

  @Test
  void shouldAnswerUnknownPathsWithAProblem() {
    given()
        .get("/api/v1/no-such-thing")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("not-found"));
  }

  /** Without an entry in {@code iris/operations.csv} an operation is denied to everybody once keys are on. */
  @Test
  void shouldHaveEveryOperationInTheTableOfRoles() {
    assertThat(OperationsTable.load().unlisted(OpenApi.fetch(Map.of()).text())).isEmpty();
  }

  /** Whatever stands in a path, a query, a header or a body: no operation fails, and each refusal is a problem document. */
  @Test
  void shouldBearWhateverACallerSends() {
    HostileWalk walk = new HostileWalk(new RawHttp(server));
    for (var operation : OpenApi.fetch(Map.of()).operations()) {
      walk.parameters(operation);
      walk.headers(operation);
      if (operation.takesBody()) {
        walk.bodies(operation);
      }
    }

    assertThat(walk.faults()).isEmpty();
  }

  /** No page that a browser of this machine shows may use an operation, nor find what is said to another host. */
  @Test
  void shouldServeNoForeignPageWithoutKeys() {
    RawHttp http = new RawHttp(server);
    for (var operation : OpenApi.fetch(Map.of()).operations()) {
      for (String header : FOREIGN) {
        Answer answer = http.send(operation.method(), operation.path(), header);

        assertThat(answer.status()).as("%s with %s", operation, header).isEqualTo(403);
        assertThat(answer.body()).containsPattern("\"code\":\"(host|origin)-refused\"");
      }
    }
  }

  @Test
  void shouldNotBeReachedFromElsewhereWithoutKeys() throws SocketException {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();

    assertThat(config("quarkus.http.host")).isEqualTo("127.0.0.1");
    assertThat(others)
        .allSatisfy(
            address ->
                assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> new Socket(address, server.getPort()).close()));
  }

  @Test
  void shouldListItsOwnPoisonAndNoOther() {
    given().get("/api/v1/poison/" + service()).then().statusCode(200).body("items", hasSize(0));
    given().get("/api/v1/poison/no-such-service").then().statusCode(404);
  }

  @Test
  void shouldKeepItsSchemaToItself() throws SQLException {
    PostgresResource.server().createService(STRANGER, STRANGER);
    try (Connection own = connect(service(), config("quarkus.datasource.password"));
        Connection stranger = connect(STRANGER, STRANGER)) {
      query(own, "select from " + service() + ".outbox");
      execute(stranger, "create table if not exists stranger.secret ()");

      assertDenied(() -> query(own, "select from stranger.secret"));
      assertDenied(() -> query(stranger, "select from " + service() + ".outbox"));
      assertDenied(() -> execute(own, "create schema anywhere"));
    }
  }

  private static void assertDenied(ThrowingCallable attempt) {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(attempt)
        .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
  }

  private static void query(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(config("quarkus.datasource.jdbc.url"), user, password);
  }

  private static String service() {
    return config("iris.service");
  }

  private static String config(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }
}
