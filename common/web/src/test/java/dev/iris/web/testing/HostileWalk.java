package dev.iris.web.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.web.testing.OpenApi.Operation;
import dev.iris.web.testing.RawHttp.Answer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends everything hostile to every operation and notes what is answered badly: a 5xx, no answer at all, a refusal that is no
 * problem document, or one that tells what went on inside.
 */
final class HostileWalk {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] AS_JSON = {"Content-Type: application/json"};

  /** What the HTTP server refuses, without a body, before it has a request: too long a line, too many headers. */
  private static final Set<Integer> BELOW_US = Set.of(414, 431);

  private final RawHttp http;
  private final List<String> faults = new ArrayList<>();

  HostileWalk(RawHttp http) {
    this.http = http;
  }

  /** One sentence for each bad answer. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  void parameters(Operation operation) {
    for (String value : Hostile.values()) {
      for (String name : operation.pathParameters()) {
        ask(operation, operation.path(Map.of(name, value)));
      }
      for (String name : operation.queryParameters()) {
        ask(operation, operation.path() + "?" + name + "=" + value);
      }
    }
    String some = operation.queryParameters().stream().findFirst().orElse("limit");
    Hostile.queries(some).forEach(query -> ask(operation, operation.path() + query));
  }

  void headers(Operation operation) {
    for (String header : Hostile.headers()) {
      ask(operation, operation.path(), List.of(header), new byte[0]);
    }
  }

  void bodies(Operation operation) {
    for (byte[] body : Hostile.bodies()) {
      ask(operation, operation.path(), List.of(AS_JSON), body);
    }
  }

  private void ask(Operation operation, String target) {
    byte[] body = operation.takesBody() ? new byte[] {'{', '}'} : new byte[0];
    ask(operation, target, List.of(AS_JSON), body);
  }

  private void ask(Operation operation, String target, List<String> headers, byte[] body) {
    String asked =
        operation.method()
            + " "
            + shortened(target)
            + " "
            + shortened(headers.toString())
            + " "
            + shortened(new String(body, 0, Math.min(40, body.length), StandardCharsets.UTF_8));
    try {
      Answer answer = http.send(operation.method(), target, headers, body);
      if (isUri(target) || answer.status() != 400) {
        judge(asked, answer);
      }
    } catch (UncheckedIOException e) {
      faults.add(asked + ": no answer, " + e.getCause());
    }
  }

  private void judge(String asked, Answer answer) {
    if (answer.status() >= 500 || !answer.header("X-Injected").isEmpty()) {
      faults.add(asked + ": " + answer);
    } else if (answer.status() >= 400
        && !BELOW_US.contains(answer.status())
        && !isProblem(answer)) {
      faults.add(asked + ": no problem document, " + answer);
    }
  }

  /** Quarkus refuses what is no URI before anything of ours could, with 400 and no body. */
  private static boolean isUri(String target) {
    try {
      new URI(target);
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isProblem(Answer answer) {
    try {
      JsonNode problem = JSON.readTree(answer.body());
      return answer.header("Content-Type").startsWith("application/problem+json")
          && problem.path("status").asInt() == answer.status()
          && !problem.path("code").asText().isEmpty()
          && !answer.body().contains("Exception");
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static String shortened(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "… (" + text.length() + ")";
  }
}
