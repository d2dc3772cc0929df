package dev.iris.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page in a browser on this machine could try. Raw sockets, as HTTP clients mend such requests. */
@QuarkusTest
class KeylessTest {

  @TestHTTPResource("/")
  URI server;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | localhost:PORT     |                                            |    | 200 |
          GET  | 127.0.0.1:PORT     | Origin: http://127.0.0.1:PORT              |    | 200 |
          GET  | [::1]:PORT         |                                            |    | 200 |
          GET  | evil.example:PORT  |                                            |    | 403 | host-refused
          GET  | 192.168.7.7        |                                            |    | 403 | host-refused
          GET  | localhost:PORT     | Origin: http://evil.example                |    | 403 | origin-refused
          GET  | localhost:PORT     | Origin: http://localhost:1                 |    | 403 | origin-refused
          GET  | localhost:PORT     | Origin: null                               |    | 403 | origin-refused
          POST | localhost:PORT     | Content-Type: application/json             | {} | 400 | request-invalid
          POST | localhost:PORT     | Content-Type: text/plain                   | {} | 415 | json-required
          POST | localhost:PORT     | Content-Type: application/x-www-form-urlencoded | a=b | 415 | json-required
          POST | localhost:PORT     | Content-Type: multipart/form-data; boundary=x | {} | 415 | json-required
          POST | localhost:PORT     | Content-Type: text/plain; application/json | {} | 415 | json-required
          POST | localhost:PORT     |                                            | {} | 415 | json-required
          """)
  void shouldServeOnlyThisMachine(
      String method, String host, String header, String body, int status, String code)
      throws IOException {
    String answer = send(method, host, header, body == null ? "" : body);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (code != null) {
      assertThat(answer).contains("\"code\":\"" + code + "\"");
    }
  }

  private String send(String method, String host, String header, String body) throws IOException {
    String request =
        (method
                    + " /api/v1/samples HTTP/1.1\r\nHost: "
                    + host
                    + "\r\n"
                    + (header == null ? "" : header + "\r\n"))
                .replace("PORT", Integer.toString(server.getPort()))
            + "Connection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
