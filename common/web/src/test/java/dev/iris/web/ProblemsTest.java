package dev.iris.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemsTest {

  private static final String SAMPLES = "/api/v1/samples";

  @TestHTTPResource(SAMPLES)
  URI samples;

  @Test
  void shouldNameEveryFieldAtFault() {
    problem(post("{\"name\":\" \",\"parts\":[{\"size\":1},{\"size\":-1}]}"), 400, "request-invalid")
        .body("errors.field", contains("name", "parts[1].size"))
        .body("instance", equalTo(SAMPLES));
  }

  @Test
  void shouldNameTheFieldThatJsonCannotFill() {
    problem(
            post("{\"name\":\"a\",\"parts\":[{\"size\":1,\"at\":\"yesterday\"}]}"),
            400,
            "request-invalid")
        .body("errors.field", contains("parts[0].at"))
        .body("errors.message", contains("is not a valid Instant"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "null", "nonsense", "{\"name\":\"\ud800\"", "[]", "1"})
  void shouldRefuseWhatIsNotTheJsonItWants(String body) {
    post(body)
        .statusCode(400)
        .contentType(ProblemDocument.MEDIA_TYPE)
        .body(not(containsString("com.fasterxml")));
  }

  @Test
  void shouldSayWhereTheJsonBreaks() {
    problem(post("{\"name\":\n  oops}"), 400, "json-invalid")
        .body("detail", containsString("line 2"));
  }

  @Test
  void shouldPassOnWhatARecordSaysAboutItself() {
    problem(post("{\"name\":\"a\",\"parts\":[{\"size\":13}]}"), 400, "unlucky");
  }

  @Test
  void shouldNotTellWhatAConstructorThrew() {
    post("{\"name\":\"a\",\"parts\":[{\"size\":14}]}")
        .statusCode(400)
        .body(not(containsString("secret")));
  }

  @Test
  void shouldAnswerAFailureWithoutItsText() {
    problem(given().get(SAMPLES + "/failing/now").then(), 500, "internal-error")
        .body("traceId", matchesPattern("[0-9a-f]{32}"))
        .body(not(containsString("hunter2")));
  }

  @Test
  void shouldSayThatADependencyIsAway() {
    problem(given().get(SAMPLES + "/failing/away").then(), 503, "dependency-unavailable")
        .header("Retry-After", "5")
        .body(not(containsString("secret")));
  }

  @Test
  void shouldAnswerWhatAResourceRefuses() {
    problem(given().get(SAMPLES + "/7").then(), 404, "sample-not-found")
        .body("detail", equalTo("There is no sample 7."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing/here",
        "/api/v1/nothing",
        SAMPLES + "/no-number",
        "/q/nothing",
        "/favicon.ico"
      })
  void shouldAnswerUnknownPathsAlike(String path) {
    problem(given().get(path).then(), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "many", "1e2", "99999999999999"})
  void shouldRefuseAHostileLimit(String limit) {
    problem(given().queryParam("limit", limit).get(SAMPLES).then(), 400, "request-invalid")
        .body("errors.field", contains("limit"));
  }

  @Test
  void shouldRefuseAParameterThatCannotBeRead() {
    problem(given().queryParam("from", "yesterday").get(SAMPLES).then(), 400, "parameter-invalid");
  }

  @Test
  void shouldAnswerTheWrongMethodWithTheRightOnes() {
    problem(given().delete(SAMPLES).then(), 405, "method-not-allowed");
  }

  @Test
  void shouldAnswerMediaTypesThatDoNotFit() {
    problem(given().accept("image/png").get(SAMPLES).then(), 406, "not-acceptable");
    problem(
        given().contentType("application/vnd.other+json").body("{}").post(SAMPLES).then(),
        415,
        "media-type-unsupported");
  }

  @Test
  void shouldRefuseABodyThatIsTooLarge() {
    problem(post("\"" + "a".repeat(70_000) + "\""), 413, "body-too-large");
  }

  @Test
  void shouldRefuseABodyThatTurnsOutTooLarge() throws Exception {
    byte[] body = ("\"" + "a".repeat(200_000) + "\"").getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(samples)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      Assertions.assertThat(response.statusCode()).isEqualTo(413);
      Assertions.assertThat(response.body()).contains("body-too-large");
    }
  }

  private static ValidatableResponse post(String body) {
    return given().contentType(ContentType.JSON).body(body).post(SAMPLES).then();
  }

  private static ValidatableResponse problem(
      ValidatableResponse response, int status, String code) {
    return response
        .statusCode(status)
        .contentType(ProblemDocument.MEDIA_TYPE)
        .body("status", equalTo(status))
        .body("code", equalTo(code))
        .body("type", equalTo("urn:iris:problem:" + code));
  }
}
