package dev.iris.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.local.keys.ApiKey;
import dev.iris.local.keys.KeyFile;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {

  private final Path folder;
  private final RunningGateway gateway;

  GatewayTest(@TempDir Path folder) {
    this.folder = folder;
    this.gateway = new RunningGateway(folder);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void shouldKeepTheHostAndReplaceWhatAClientClaimsAboutItself() throws Exception {
    gateway.start(
        gateway.service(
            request ->
                request
                    .response()
                    .end(
                        request.getHeader("Host")
                            + " "
                            + request.headers().getAll("X-Forwarded-For")
                            + request.headers().getAll("X-Forwarded-Host"))));

    String seen = gateway.get("/api/v1/incidents?q=a%20b", "X-Forwarded-For", "6.6.6.6").body();

    String host = "127.0.0.1:" + gateway.port();
    assertThat(seen).isEqualTo(host + " [127.0.0.1][" + host + "]");
  }

  @Test
  void shouldSpreadRequestsOverReplicasAndSkipADeadOne() throws Exception {
    gateway.start(
        gateway.service(request -> request.response().end("one")),
        RunningGateway.nobody(),
        gateway.service(request -> request.response().end("two")));

    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      HttpResponse<String> answer = gateway.send("POST", "/webhooks/alertmanager", "{}");
      assertThat(answer.statusCode()).isEqualTo(200);
      answers.add(answer.body());
    }

    assertThat(answers).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void shouldAskAnotherReplicaWhenOneBreaksOffDuringARead() throws Exception {
    AtomicInteger broken = new AtomicInteger();
    gateway.start(
        gateway.service(
            request -> {
              broken.incrementAndGet();
              request.connection().close();
            }),
        gateway.service(request -> request.response().end("good")));

    for (int i = 0; i < 6; i++) {
      assertThat(gateway.get("/api/v1/incidents").body()).isEqualTo("good");
    }

    assertThat(broken).hasPositiveValue();
  }

  @Test
  void shouldNotRepeatAWriteThatMayHaveBeenDone() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    gateway.start(
        gateway.service(
            request ->
                request.bodyHandler(
                    body -> {
                      writes.incrementAndGet();
                      request.connection().close();
                    })));

    HttpResponse<String> answer = gateway.send("POST", "/webhooks/alertmanager", "{}");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("\"code\":\"service-broke-off\"");
    assertThat(writes).hasValue(1);
  }

  @Test
  void shouldSayThatNobodyIsThere() throws Exception {
    gateway.start(RunningGateway.nobody());

    HttpResponse<String> answer = gateway.send("POST", "/webhooks/alertmanager", "{}");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(gateway.get("/nothing").statusCode()).isEqualTo(404);
    assertThat(gateway.get("/api/v1/channels").statusCode()).isEqualTo(503);
  }

  @Test
  void shouldPassOnEventsAsTheyCome() throws Exception {
    AtomicReference<HttpServerRequest> stream = new AtomicReference<>();
    gateway.start(
        gateway.service(
            request -> {
              stream.set(request);
              request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
              request.response().write("data: first\n\n");
            }));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      String head = "GET /api/v1/incidents/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

      assertThat(lineWith(lines, "data: first")).isNotNull();
      stream.get().response().write("data: second\n\n");
      assertThat(lineWith(lines, "data: second")).isNotNull();
    }
    // the hang-up reaches the service, or its streams would pile up
    await().untilAsserted(() -> assertThat(stream.get().response().closed()).isTrue());
  }

  @Test
  void shouldRefuseForeignHostsAndOriginsWithoutKeys() throws Exception {
    gateway.start(gateway.service(request -> request.response().end("never")));

    assertThat(raw("GET /api/v1/incidents HTTP/1.1\r\nHost: evil.example\r\n")).contains(" 403 ");
    assertThat(raw("GET /inbox/messages HTTP/1.1\r\nHost: 10.0.0.1\r\n")).contains(" 403 ");
    assertThat(raw("GET /api/v1/incidents HTTP/1.1\r\nHost: [::1]:8080\r\n")).contains(" 200 ");
    assertThat(gateway.get("/inbox", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(gateway.get("/inbox", "Origin", "http://127.0.0.1:" + gateway.port()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldAskForAKeyBeforeItShowsTheInbox() throws Exception {
    gateway.start(gateway.service(request -> request.response().end("the service asks itself")));
    KeyFile keys = new KeyFile(folder.resolve("keys"));
    String viewer = keys.create(ApiKey.Role.VIEWER, "");
    String source = keys.create(ApiKey.Role.ALERT_SOURCE, "");
    String basic =
        Base64.getEncoder().encodeToString(("me:" + viewer).getBytes(StandardCharsets.UTF_8));

    assertThat(gateway.get("/inbox/messages").statusCode()).isEqualTo(401);
    assertThat(gateway.get("/inbox", "Authorization", "Bearer " + source).statusCode())
        .isEqualTo(403);
    assertThat(gateway.get("/inbox", "Authorization", "Basic " + basic).statusCode())
        .isEqualTo(200);
    assertThat(gateway.send("DELETE", "/inbox/messages", "", "X-API-Key", viewer).statusCode())
        .isEqualTo(403);
    assertThat(gateway.send("POST", "/inbox/sink/webhook/default", "{}").statusCode())
        .isEqualTo(200);
    assertThat(raw("GET /api/v1/incidents HTTP/1.1\r\nHost: iris.example\r\n")).contains(" 200 ");
  }

  @Test
  void shouldNameWhatIsNotReady() throws Exception {
    gateway.start(gateway.service(request -> request.response().setStatusCode(200).end()));

    HttpResponse<String> answer = gateway.get("/health");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("\"incident-service\":{\"status\":\"up\"}")
        .contains("\"inbox\":{\"status\":\"up\"}")
        .contains("\"redis\":{\"status\":\"down\"");
  }

  @Test
  void shouldStayWithTheFirstVersionOfHttpWhateverAClientOffers() throws Exception {
    gateway.start(gateway.service(request -> request.response().end()));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /inbox/messages HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(
              new BufferedReader(
                      new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                  .readLine())
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }

  private static String lineWith(BufferedReader lines, String text) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.contains(text)) {
      line = lines.readLine();
    }
    return line;
  }

  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
