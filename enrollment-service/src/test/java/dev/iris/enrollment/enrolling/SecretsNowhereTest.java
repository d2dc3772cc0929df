package dev.iris.enrollment.enrolling;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.iris.testing.RedisResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets are planted wherever one can be given, and the host prints them in all forms; then they are looked for everywhere. */
@QuarkusTest
class SecretsNowhereTest extends JobScene {

  private static final String KEY_LINE =
      "plantedKEYb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAA";
  private static final String KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\n" + KEY_LINE + "\n-----END OPENSSH PRIVATE KEY-----\n";
  private static final String PASSPHRASE = "planted passphrase/äß?";
  private static final String SUDO = "planted-sudo+\\Pa55";
  private static final String SERVICE = "planted p@ss \"w%rd\" $x";
  private static final List<String> SECRETS =
      List.of(KEY_LINE, PASSPHRASE, FakeTransport.PASSWORD, SUDO, SERVICE);

  private final Written written = new Written();
  private final Logger root = Logger.getLogger("");
  private Level level = Level.INFO;

  @BeforeEach
  void listen() {
    level = root.getLevel();
    root.addHandler(written);
    root.setLevel(Level.ALL);
  }

  @AfterEach
  void stopListening() {
    root.setLevel(level);
    root.removeHandler(written);
  }

  @Test
  void shouldKeepNoSecretAnywhereButInTheVault() {
    agents.prints(
        String.join(" | ", SECRETS.stream().flatMap(secret -> forms(secret, 0)).toList()));
    transport.hangAt("start begins");
    String id = ask(false);
    await().untilAsserted(() -> assertThat(transport.hanging).hasPositiveValue());
    String during = dump() + answers(id);
    transport.goOn();
    goOnElsewhere(id, "succeeded");
    job(id).body("steps[3].output", containsString("[redacted]"));
    String dryRun = ask(true);
    ended(dryRun, "succeeded");
    agents.refuse("install", "refused");
    String failed = ask(false);
    ended(failed, "failed");

    Logger.getLogger("dev.iris.control").finest("the log is listened to");
    String logged = written.all();
    assertThat(logged).contains("the log is listened to");
    assertNone("database and answers while the job runs", during);
    assertNone("database", dump());
    assertNone("answers", answers(id) + answers(dryRun) + answers(failed));
    assertNone("streams", streams());
    assertNone("log", logged);
    assertThat(count("select count(*) from credential_secret")).isZero();
    assertThat(count("select count(*) from enrollment_secret")).isZero();
  }

  private static String ask(boolean dryRun) {
    Map<String, Object> request =
        Map.of(
            "host", Map.of("address", ADDRESS, "hostname", "web-01"),
            "login",
                Map.of(
                    "user", "ops",
                    "privateKey", KEY,
                    "passphrase", PASSPHRASE,
                    "password", FakeTransport.PASSWORD,
                    "sudoPassword", SUDO),
            "hostKey",
                Map.of("policy", "strict", "fingerprint", FakeTransport.key("first").fingerprint()),
            "services",
                List.of(
                    Map.of(
                        "type",
                        "postgresql",
                        "settings",
                        Map.of("user", "monitor", "password", SERVICE))),
            "dryRun", dryRun);
    return given()
        .contentType(ContentType.JSON)
        .body(request)
        .post("/api/v1/enrollments")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static String answers(String id) {
    String host = job(id).extract().path("hostId");
    List<String> paths =
        List.of(
            "/api/v1/enrollments",
            "/api/v1/enrollments/" + id,
            "/api/v1/hosts/" + host,
            "/api/v1/credentials",
            "/api/v1/prometheus/default/targets",
            "/api/v1/poison/enrollment");
    StringBuilder all = new StringBuilder();
    paths.forEach(
        path -> all.append(given().get(path).then().statusCode(200).extract().asString()));
    if (job(id).extract().path("finishedAt") != null) {
      all.append(given().get("/api/v1/enrollments/" + id + "/events").then().extract().asString());
    }
    return all.toString();
  }

  private static String streams() {
    StringBuilder all = new StringBuilder();
    for (String stream : List.of("iris.enrollment.jobs.v1", "iris.registry.v1")) {
      String entries = RedisResource.server().command("XRANGE", stream, "-", "+");
      assertThat(entries).contains("payload");
      all.append(entries);
    }
    return all.toString();
  }

  private static void assertNone(String where, String text) {
    for (String secret : SECRETS) {
      List<String> forms = forms(secret, 2).toList();
      assertThat(text.lines().filter(line -> forms.stream().anyMatch(line::contains)))
          .as(where)
          .isEmpty();
    }
  }

  /**
   * As it is, in JSON, in a URL, and in base64 wherever it lies.
   *
   * @param less characters of base64 to leave out at its ends, which others share
   */
  private static Stream<String> forms(String secret, int less) {
    List<String> forms = new ArrayList<>();
    forms.add(secret);
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    for (String before : List.of("", "x", "xy")) {
      byte[] bytes = (before + secret).getBytes(StandardCharsets.UTF_8);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
      forms.add(base64.substring(before.isEmpty() ? 0 : 2 * less, base64.length() - less));
    }
    return forms.stream();
  }

  /** All but what the test's own client says of its requests. */
  private static final class Written extends Handler {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    Written() {
      setLevel(Level.ALL);
    }

    String all() {
      return String.join("\n", lines);
    }

    @Override
    public void publish(LogRecord entry) {
      String logger = String.valueOf(entry.getLoggerName());
      if (!logger.startsWith("org.apache.http") && !logger.startsWith("io.restassured")) {
        lines.add(
            "%s: %s %s %s"
                .formatted(
                    logger,
                    entry.getMessage(),
                    Arrays.toString(entry.getParameters()),
                    entry.getThrown()));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
