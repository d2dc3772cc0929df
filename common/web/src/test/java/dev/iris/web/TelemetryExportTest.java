package dev.iris.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = TelemetryExportTest.Collector.class, restrictToAnnotatedClass = true)
class TelemetryExportTest {

  @Test
  void shouldExportSpansToTheEndpointGivenAtStart() {
    given().get("/api/v1/samples/7").then().statusCode(404);

    await().untilAsserted(() -> assertThat(Collector.PATHS).contains("/v1/traces"));
  }

  /** Takes whatever is exported to it. */
  public static final class Collector implements QuarkusTestResourceLifecycleManager {

    static final List<String> PATHS = new CopyOnWriteArrayList<>();

    private final HttpServer server = server();

    @Override
    public Map<String, String> start() {
      server.createContext(
          "/",
          exchange -> {
            PATHS.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
      return Map.of(
          "iris.otlp.endpoint", "http://127.0.0.1:" + server.getAddress().getPort(),
          "iris.otlp.protocol", "http/protobuf",
          "quarkus.otel.bsp.schedule.delay", "10ms");
    }

    @Override
    public void stop() {
      server.stop(0);
    }

    private static HttpServer server() {
      try {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
