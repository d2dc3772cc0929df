package dev.iris.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.web.testing.RawHttp;
import dev.iris.web.testing.RawHttp.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page in a browser on this machine could try. */
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
          POST | localhost:PORT     | Content-Type: text/csv; charset=utf-8      | a  | 415 | media-type-unsupported
          POST | localhost:PORT     | Content-Type: application/yaml             | a  | 415 | media-type-unsupported
          POST | localhost:PORT     |                                            | {} | 415 | json-required
          """)
  void shouldServeOnlyThisMachine(
      String method, String host, String header, String body, int status, String code) {
    String port = Integer.toString(server.getPort());
    List<String> headers =
        Stream.of("Host: " + host, header)
            .filter(Objects::nonNull)
            .map(line -> line.replace("PORT", port))
            .toList();
    byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);

    Answer answer = new RawHttp(server).send(method, "/api/v1/samples", headers, bytes);

    assertThat(answer.status()).isEqualTo(status);
    if (code != null) {
      assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }
  }
}
