package dev.iris.web.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.web.Role;
import dev.iris.web.access.OperationsTable;
import dev.iris.web.testing.RawHttp.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * Who may do what in a service that has keys: every operation that its OpenAPI or the table of operations knows, for every
 * caller there can be. A service extends this with a {@code @QuarkusTest} class that adds {@link WithKeys} to itself alone.
 */
public abstract class KeyedContract {

  private static final String NOBODY = "nobody";
  private static final String LET_IN = "let in";
  private static final String REVOKED = "iris_leaver_" + "l".repeat(43);
  private static final String UNKNOWN = "iris_admin_" + "A".repeat(43);

  @TestHTTPResource("/")
  URI server;

  private final OperationsTable table = OperationsTable.load();

  private record Call(String method, String path) {}

  @Test
  void shouldLetEveryCallerDoWhatTheTableSaysAndNothingElse() {
    revokeAKey();
    SequencedMap<String, List<String>> callers = callers();
    List<String> faults = new ArrayList<>();
    for (Call call : calls()) {
      callers.forEach(
          (caller, header) -> {
            String wanted = wanted(call, caller);
            String given = given(call, header);
            if (!given.equals(wanted)) {
              faults.add("%s, %s: %s, not %s".formatted(call, caller, given, wanted));
            }
          });
    }

    assertThat(faults).isEmpty();
  }

  /** The service's own operations, and whatever else the table knows: hidden pages, probes, what other services have. */
  private List<Call> calls() {
    Stream<OpenApi.Operation> own =
        OpenApi.fetch(Map.of("X-API-Key", Keys.textOf(Role.ADMIN))).operations().stream();
    Stream<OpenApi.Operation> listed =
        table.operations().stream()
            .map(line -> new OpenApi.Operation(line.method(), line.path(), List.of(), false));
    return Stream.concat(own, listed)
        .map(operation -> new Call(operation.method(), operation.path()))
        .distinct()
        .toList();
  }

  private static SequencedMap<String, List<String>> callers() {
    SequencedMap<String, List<String>> callers = new LinkedHashMap<>();
    callers.put(NOBODY, List.of());
    callers.put("no key", List.of("Authorization: Bearer nonsense"));
    callers.put("a key that never was", List.of("Authorization: Bearer " + UNKNOWN));
    callers.put("a key that was revoked", List.of("X-API-Key: " + REVOKED));
    for (Role role : Role.values()) {
      callers.put(role.text(), List.of("X-API-Key: " + Keys.textOf(role)));
    }
    return callers;
  }

  private String wanted(Call call, String caller) {
    Optional<OperationsTable.Operation> operation = table.find(call.method(), call.path());
    if (isProbe(call) || operation.filter(OperationsTable.Operation::open).isPresent()) {
      return LET_IN;
    }
    Optional<Role> role = Role.of(caller);
    if (role.isEmpty()) {
      return caller.equals(NOBODY) ? "401 key-required Bearer" : "401 key-unknown Bearer";
    }
    return operation
        .map(found -> found.roles().contains(role.get()) ? LET_IN : "403 role-insufficient")
        .orElse("403 operation-unlisted");
  }

  private String given(Call call, List<String> header) {
    List<String> headers = new ArrayList<>(header);
    headers.add("Content-Type: application/json");
    Answer answer =
        new RawHttp(server)
            .send(call.method(), call.path(), headers, "{}".getBytes(StandardCharsets.UTF_8));
    return switch (answer.status()) {
      case 401 -> "401 " + code(answer) + " " + answer.header("WWW-Authenticate").split(" ", 2)[0];
      case 403 -> "403 " + code(answer);
      default -> answer.status() < 500 ? LET_IN : answer.toString();
    };
  }

  private static String code(Answer answer) {
    return answer.body().replaceAll("(?s).*\"code\":\"([^\"]*)\".*", "$1");
  }

  /** Open to the machine that the service runs on. */
  private static boolean isProbe(Call call) {
    return call.path().startsWith("/q/health") || call.path().equals("/q/metrics");
  }

  private void revokeAKey() {
    Path file = ConfigProvider.getConfig().getValue("iris.keys.file", Path.class);
    Call call = new Call("GET", "/q/openapi");
    List<String> header = List.of("X-API-Key: " + REVOKED);
    Keys.write(
        file,
        Stream.concat(
                Keys.everyRole().stream(), Stream.of(Keys.lineOf("leaver", Role.ADMIN, REVOKED)))
            .toList());
    await().untilAsserted(() -> assertThat(given(call, header)).isEqualTo(LET_IN));
    Keys.write(file, Keys.everyRole());
    await().untilAsserted(() -> assertThat(given(call, header)).startsWith("401"));
  }
}
