package dev.iris.incident.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import dev.iris.web.testing.RawHttp;
import dev.iris.web.testing.RawHttp.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies and alerts that no Alertmanager sends: all of a group is accounted for, and the alerts beside a bad one go on. */
@QuarkusTest
@WithPeers
class HostileWebhookTest {

  private static final int MIB = 1024 * 1024;
  private static final String GOOD = "{\"version\":\"4\",\"alerts\":[{}]}";

  @TestHTTPResource("/webhooks/alertmanager/")
  URI webhooks;

  @Inject Scenario scenario;

  private final String source = Scenario.newSource();

  static Stream<byte[]> notJson() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes(GOOD));
    }
    byte[] notUtf8 = bytes(GOOD.replace("{}", "\"?\""));
    notUtf8[GOOD.indexOf("{}") + 1] = (byte) 0xC0;
    return Stream.of(
        zipped.toByteArray(),
        notUtf8,
        bytes("\0" + GOOD),
        bytes(GOOD + "\0"),
        bytes(GOOD.replace("{}", "[".repeat(2_000_000))),
        bytes(GOOD.replace("{}", "{\"a\":".repeat(1_000_000))),
        bytes(GOOD.replace("{}", "9".repeat(2_000_000))),
        bytes(GOOD.replace("{}", "1e" + "9".repeat(5_000))),
        bytes(GOOD.replace("{}", "NaN")),
        bytes(GOOD.replace("{}", "\"\u0001\"")),
        bytes(GOOD.replace('"', '\'')));
  }

  @ParameterizedTest
  @MethodSource("notJson")
  void shouldRefuseAndCountWhatIsNotJsonHoweverItIsMade(byte[] body) {
    for (String encoding :
        List.of("Accept: */*", "Content-Encoding: gzip", "Content-Encoding: br")) {
      Answer answer =
          new RawHttp(webhooks)
              .send(
                  "POST",
                  webhooks.getPath() + source,
                  List.of("Content-Type: application/json", encoding),
                  body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("\"code\":\"webhook-not-json\"");
    }

    assertThat(
            scenario.count("select sum(requests)::bigint from refusal where source = $1", source))
        .isEqualTo(3);
    assertThat(scenario.count("select count(*) from intake where source = $1", source)).isZero();
  }

  @Test
  void shouldRefuseABodyThatTurnsOutTooLarge() throws IOException, InterruptedException {
    byte[] body = bytes(GOOD.replace("{}", "\"" + "x".repeat(8 * MIB) + "\""));
    HttpRequest request =
        HttpRequest.newBuilder(webhooks.resolve(source))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("body-too-large");
    }
    assertThat(scenario.count("select count(*) from intake where source = $1", source)).isZero();
  }

  @Test
  void shouldAccountForEachAlertHoweverOddAndLetItsNeighboursGoOn() {
    List<String> wanted = new ArrayList<>();
    StringBuilder alerts = new StringBuilder();
    String[][] odd = odd();
    for (int i = 0; i < odd.length; i++) {
      alerts.append(alert("Neighbour", "\"startsAt\":\"2026-01-01T00:00:00Z\"", i)).append(',');
      alerts.append(odd[i][0].startsWith("{") ? odd[i][0] : alert("Odd", odd[i][0], i)).append(',');
      wanted.add("news null");
      wanted.add(odd[i][1]);
    }
    alerts.setLength(alerts.length() - 1);

    scenario.send(
        source,
        """
        {"version":"4","status":7,"receiver":[],"groupKey":"{}\\u0000","truncatedAlerts":-9e999,"truncatedAlerts":%s,
         "groupLabels":{"a":[],"b":null,"\\u0000":"\\ud800"},"commonLabels":"x","alerts":[%s],"externalURL":{"a":{}}}"""
            .formatted("9".repeat(400), alerts));

    assertThat(
            scenario.rows(
                "select outcome, reason from occurrence o join intake i on i.id = o.intake_id where i.source = $1 order by ordinal",
                source))
        .extracting(row -> row.getString("outcome") + " " + row.getString("reason"))
        .isEqualTo(wanted);
    assertThat(scenario.published(NotificationRequested.class, source))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.totals().all())
                    .isEqualTo((int) wanted.stream().filter("news null"::equals).count()));
  }

  /** What an alert is, or holds beside its labels, and what becomes of it. */
  private static String[][] odd() {
    String labels = "\"labels\":{\"alertname\":\"Odd\",\"instance\":";
    String since = ",\"startsAt\":\"2026-01-01T00:00:00Z\"}";
    return new String[][] {
      {"\"startsAt\":\"+10000-01-01T00:00:00Z\"", "rejected starts-at-unusable"},
      {"\"startsAt\":\"+1000000000-01-01T00:00:00Z\"", "rejected starts-at-unusable"},
      {"\"startsAt\":\"-0001-12-31T23:59:59Z\"", "rejected starts-at-unusable"},
      {"\"startsAt\":\"0000-01-01T00:00:00+18:00\"", "rejected starts-at-unusable"},
      {"\"startsAt\":\"9999-12-31T23:59:59-18:00\"", "rejected starts-at-unusable"},
      {"\"startsAt\":\"2026-01-01T00:00:00\"", "rejected starts-at-unusable"},
      {"\"startsAt\":\"2026-01-01T00:00:00Z\\u0000\"", "rejected starts-at-unusable"},
      {"\"startsAt\":\"2026-01-01T24:00:00Z\"", "rejected starts-at-unusable"},
      {"\"startsAt\":{}", "rejected starts-at-unusable"},
      {"\"startsAt\":\"" + "9".repeat(100_000) + "\"", "rejected starts-at-unusable"},
      {
        "\"status\":\"resolved\",\"startsAt\":\"2026-01-02T00:00:00Z\",\"endsAt\":\"2026-01-01T00:00:00Z\"",
        "merged resolve-of-unknown"
      },
      {
        "\"status\":\"resolved\",\"startsAt\":\"2026-01-02T00:00:00Z\",\"endsAt\":\"never\"",
        "rejected ends-at-unusable"
      },
      {"\"startsAt\":\"9999-12-31T23:59:59.999999999Z\",\"endsAt\":\"never\"", "news null"},
      {"\"startsAt\":\"2026-01-01T00:00:00Z\",\"fingerprint\":\"../../../etc/p\"", "news null"},
      {"\"startsAt\":\"2026-01-01T00:00:00Z\",\"fingerprint\":\"\\u0000\\ud800\"", "news null"},
      {"\"startsAt\":\"2026-01-01T00:00:00Z\",\"fingerprint\":[\"0123456789abcdef\"]", "news null"},
      {"\"startsAt\":\"2026-01-01T00:00:00Z\",\"annotations\":[1]", "news null"},
      {
        "\"startsAt\":\"2026-01-01T00:00:00Z\",\"annotations\":{\"summary\":{\"a\":1},\"description\":1e999,\"runbook_url\":null}",
        "news null"
      },
      {
        "\"startsAt\":\"2026-01-01T00:00:00Z\",\"annotations\":{\"summary\":\"\\u0000\\ud83d\\u001b[31m\\u202e\"}",
        "news null"
      },
      {"\"startsAt\":\"2026-01-01T00:00:00Z\",\"generatorURL\":{},\"x\":[[[{}]]]", "news null"},
      {"{\"status\":\"firing\",\"labels\":{\"alertname\":\"\"}" + since, "rejected labels-missing"},
      {
        "{\"status\":\"firing\",\"labels\":{\"alertname\":\" \\t\"}" + since,
        "rejected alertname-missing"
      },
      {
        "{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\",\"alertname\":\"\"}" + since,
        "rejected labels-missing"
      },
      {
        "{\"status\":\"firing\",\"labels\":{\"alertname\":\"\",\"alertname\":\"Twice\"}" + since,
        "news null"
      },
      {
        "{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\",\"x\":{}}" + since,
        "rejected labels-unusable"
      },
      {"{\"status\":\"FIRING\"," + labels + "1}" + since, "rejected status-unusable"},
      {"{\"status\":\"firing\"," + labels + "9e999}" + since, "news null"},
      {"{\"status\":\"firing\"," + labels + "\"" + "i".repeat(70_000) + "\"}" + since, "news null"},
      {"{\"status\":\"firing\"," + labels + "\"many\"," + many(5_000) + "}" + since, "news null"},
      {
        "{\"status\":\"firing\","
            + labels
            + "\"; drop table incident\",\"severity\":\"\\u0000\",\"service\":\"\\u202e\"}"
            + since,
        "news null"
      },
      {"{}", "rejected labels-missing"}
    };
  }

  private static String many(int labels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels; i++) {
      text.append("\"l").append(i).append("\":\"v").append(i).append("\",");
    }
    return text.substring(0, text.length() - 1);
  }

  private static String alert(String name, String more, int number) {
    JsonObject labels = Payload.labels(name, "web" + number);
    return "{\"status\":\"firing\",\"labels\":" + labels.encode() + "," + more + "}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
