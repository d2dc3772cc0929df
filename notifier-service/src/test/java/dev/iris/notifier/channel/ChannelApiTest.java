package dev.iris.notifier.channel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.iris.notifier.News;
import dev.iris.notifier.NotifierScene;
import dev.iris.testing.PostgresResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChannelApiTest extends NotifierScene {

  private static final String SECRET = "planted-secret-7f3a";

  @Test
  void shouldNeverGiveASecretBackNorKeepItInClearNorLogIt() {
    List<String> logged = new ArrayList<>();
    Handler listener = listener(logged);
    Logger root = Logger.getLogger("");
    root.addHandler(listener);
    try {
      put(
              "chat",
              "{'type':'teams','name':'Chat','defaultAudience':true,'secrets':{'url':'%s'}}"
                  .formatted(http.uri("/chat?sig=" + SECRET))
                  .replace('\'', '"'))
          .statusCode(200)
          .body("secrets.url.set", equalTo(true))
          .body("secrets.url.updatedAt", notNullValue())
          .body(not(containsString(SECRET)));
      put(
              "chat",
              "{'type':'teams','name':'Chat','settings':{'bad':'%s'},'secrets':{'url':'ftp://%s'}}"
                  .formatted(SECRET, SECRET)
                  .replace('\'', '"'))
          .statusCode(400)
          .body(not(containsString(SECRET)));
      var notification = News.of(News.firing("critical", "DiskFull", "db01"));
      request(notification);
      await().untilAsserted(() -> assertThat(requests("chat")).isNotEmpty());
      await().untilAsserted(() -> assertThat(told(notification.notificationId())).hasSize(2));
    } finally {
      root.removeHandler(listener);
    }

    given().get("/api/v1/channels").then().statusCode(200).body(not(containsString(SECRET)));
    given().get("/api/v1/deliveries").then().statusCode(200).body(not(containsString(SECRET)));
    given().get("/q/metrics").then().statusCode(200).body(not(containsString(SECRET)));
    assertThat(logged).noneMatch(line -> line.contains(SECRET));
    assertThat(dump())
        .doesNotContain(SECRET)
        .doesNotContain(
            Base64.getEncoder()
                .encodeToString(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void shouldNameEveryFieldAtFaultAtOnce() {
    put(
            "Bad_Id",
            """
        {"type":"mail","name":"","settings":{"host":"a b","port":0,"security":"ssl","from":"nobody","recipients":["x@example.org\\nBcc: y@example.org"],"color":"red"},
         "rateLimit":{"perSecond":-1,"perHour":0},"secrets":{"token":"x","password":"p"}}""")
        .statusCode(400)
        .contentType("application/problem+json")
        .body(
            "errors.field",
            hasItems(
                "id",
                "name",
                "settings.host",
                "settings.port",
                "settings.security",
                "settings.from",
                "settings.recipients[0]",
                "settings.color",
                "rateLimit.perSecond",
                "rateLimit.perHour",
                "secrets.token",
                "settings.user"));
  }

  @Test
  void shouldNotSendAnOldSecretToANewAddress() {
    String channel =
        "{'type':'webhook','name':'Hook','settings':{'url':'%s'}%s}".replace('\'', '"');
    put(
            "hook",
            channel.formatted(
                http.uri("/one"),
                ",\"secrets\":{\"signingSecret\":\"whsec_%s\"}".formatted("A".repeat(44))))
        .statusCode(200);

    put("hook", channel.formatted(http.uri("/one"), ""))
        .statusCode(200)
        .body("secrets.signingSecret.set", equalTo(true));
    put("hook", channel.formatted(http.uri("/two"), ""))
        .statusCode(400)
        .body("errors.field", contains("secrets.signingSecret"));
    put("hook", channel.formatted(http.uri("/two"), ",\"secrets\":{\"signingSecret\":null}"))
        .statusCode(200)
        .body("secrets.signingSecret.set", equalTo(false));
  }

  @Test
  void shouldRefuseAPasswordThatWouldTravelInClear() {
    put(
            "post",
            """
        {"type":"mail","name":"Post","settings":{"host":"smtp.example.org","port":25,"security":"none","user":"iris","from":"iris@example.org"},
         "secrets":{"password":"hunter22"}}""")
        .statusCode(400)
        .body("errors.field", contains("settings.security"));
  }

  @Test
  void shouldListInPages() {
    webhook("a", true);
    webhook("b", false);
    webhook("c", false);

    String cursor =
        given()
            .queryParam("limit", 2)
            .get("/api/v1/channels")
            .then()
            .statusCode(200)
            .body("items.id", contains("a", "b"))
            .extract()
            .path("nextCursor");

    given()
        .queryParam("limit", 2)
        .queryParam("cursor", cursor)
        .get("/api/v1/channels")
        .then()
        .body("items.id", contains("c"))
        .body("nextCursor", equalTo(null));
    given()
        .get("/api/v1/channels/nothing")
        .then()
        .statusCode(404)
        .body("code", equalTo("channel-not-found"));
  }

  @Test
  void shouldRefuseWhatIsNoChannel() {
    for (String body :
        List.of(
            "[]",
            "3",
            "{\"type\":7}",
            "{\"type\":\"teams\",\"name\":\"a\\u0000b\"}",
            "{\"type\":\"teams\",\"name\":\"n\",\"settings\":[]}",
            "{\"type\":\"fax\",\"name\":\"n\"}",
            "null",
            "{")) {
      assertThat(put("x", body).extract().statusCode()).as(body).isEqualTo(400);
    }
  }

  /** All that lies in the schema, as text. */
  private String dump() {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of(
            "channel",
            "channel_secret",
            "notification",
            "delivery",
            "attempt",
            "outbox",
            "throttle")) {
      sql("select t::text from %s t".formatted(table))
          .forEach(row -> all.append(row.getString(0)).append('\n'));
    }
    assertThat(all).contains("chat");
    assertThat(PostgresResource.server()).isNotNull();
    return all.toString();
  }

  private static Handler listener(List<String> logged) {
    return new Handler() {
      @Override
      public synchronized void publish(LogRecord entry) {
        logged.add(
            entry.getMessage()
                + " "
                + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters()));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}

      @Override
      public Level getLevel() {
        return Level.ALL;
      }
    };
  }
}
