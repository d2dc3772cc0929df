package dev.iris.incident.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.incident.intake.Alert.Flaw;
import dev.iris.incident.intake.Alert.Status;
import dev.iris.incident.intake.Alert.Unusable;
import dev.iris.incident.intake.Alert.Usable;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertGroupReaderTest {

  private static final JsonObject GOOD =
      new JsonObject(
          """
          {"status":"firing","labels":{"alertname":"A","instance":"b"},"annotations":{"summary":"s"},
           "startsAt":"2026-01-01T00:00:00.123456789+02:00","endsAt":"0001-01-01T00:00:00Z"}""");

  @Test
  void shouldUnderstandAlertmanager025() throws IOException {
    AlertGroup group = fixture("firing-0.25");

    assertThat(group.groupLabels()).isEqualTo(Map.of("alertname", "HighMemoryUsage"));
    assertThat(group.alerts()).hasSize(2);
    Usable firing = (Usable) group.alerts().getFirst();
    assertThat(firing.status()).isEqualTo(Status.FIRING);
    assertThat(firing.fingerprint()).isEqualTo("bbfa1ada500aa6ab");
    assertThat(firing.startsAt()).isEqualTo("2026-11-22T18:34:24.420363Z");
    assertThat(firing.endsAt()).isNull();
    Usable resolved = (Usable) group.alerts().getLast();
    assertThat(resolved.status()).isEqualTo(Status.RESOLVED);
    assertThat(resolved.endsAt()).isEqualTo("2026-11-22T18:30:24.5Z");
  }

  @Test
  void shouldComputeTheFingerprintThatAlertmanagerWouldHaveSent() throws IOException {
    Usable firing = (Usable) fixture("firing-0.25").alerts().getFirst();

    assertThat(Fingerprint.of(firing.labels())).isEqualTo(firing.fingerprint());
  }

  @Test
  void shouldUnderstandTruncatedAndNewerPayloads() throws IOException {
    assertThat(fixture("truncated-0.25").truncated()).isEqualTo(412);
    assertThat(fixture("reasons-0.32").alerts())
        .singleElement()
        .isInstanceOfSatisfying(
            Usable.class,
            alert -> assertThat(alert.startsAt()).isEqualTo("2026-11-22T18:34:24.000001Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels   | null                     | LABELS_MISSING",
        "labels   | {}                       | LABELS_MISSING",
        "labels   | {\"a\":\"\"}             | LABELS_MISSING",
        "labels   | []                       | LABELS_UNUSABLE",
        "labels   | {\"alertname\":[\"A\"]}  | LABELS_UNUSABLE",
        "labels   | {\"instance\":\"b\"}     | ALERTNAME_MISSING",
        "labels   | {\"alertname\":\" \"}    | ALERTNAME_MISSING",
        "status   | \"Firing\"               | STATUS_UNUSABLE",
        "status   | null                     | STATUS_UNUSABLE",
        "startsAt | \"yesterday\"            | STARTS_AT_UNUSABLE",
        "startsAt | \"2026-02-30T00:00:00Z\" | STARTS_AT_UNUSABLE",
        "startsAt | \"+12026-01-01T00:00:00Z\" | STARTS_AT_UNUSABLE",
        "startsAt | 1767225600               | STARTS_AT_UNUSABLE",
        "startsAt | null                     | STARTS_AT_UNUSABLE"
      })
  void shouldSetAnUnusableAlertAsideWithItsFlawAndTakeItsNeighbours(
      String field, String value, Flaw flaw) {
    JsonObject bad = GOOD.copy().put(field, Json.decodeValue(value));

    AlertGroup group = read(GOOD.encode(), bad.encode(), "7", GOOD.encode());

    assertThat(group.alerts()).hasSize(4);
    assertThat(group.alerts().get(1)).isEqualTo(new Unusable(1, flaw));
    assertThat(group.alerts().get(2)).isEqualTo(new Unusable(2, Flaw.NOT_AN_OBJECT));
    assertThat(group.alerts().get(3)).isInstanceOf(Usable.class);
  }

  @Test
  void shouldKeepMicrosecondsAndTheEndsOfTime() {
    AlertGroup group =
        read(
            GOOD.encode(),
            GOOD.copy().put("startsAt", "0000-01-01T00:00:00Z").encode(),
            GOOD.copy().put("startsAt", "9999-12-31T23:59:59.999999999Z").encode());

    assertThat(group.alerts())
        .extracting(alert -> ((Usable) alert).startsAt())
        .containsExactly(
            Instant.parse("2025-12-31T22:00:00.123456Z"),
            Instant.parse("0000-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"));
  }

  @Test
  void shouldReplaceWhatPostgresqlCannotStore() {
    AlertGroup group =
        read(
            """
            {"status":"firing","startsAt":"2026-01-01T00:00:00Z","fingerprint":"not one",
             "labels":{"alertname":"A\\u0000B","x":"\\ud83d","y":"\\ud83d\\ude00","n":7}}""");

    Usable alert = (Usable) group.alerts().getFirst();
    assertThat(alert.labels())
        .isEqualTo(Map.of("alertname", "A\uFFFDB", "x", "\uFFFD", "y", "😀", "n", "7"));
    assertThat(alert.fingerprint()).isEqualTo(Fingerprint.of(alert.labels()));
  }

  @Test
  void shouldAccountForEveryAlertOfABodyItCannotRead() {
    AlertGroup group = AlertGroupReader.read("{\"alerts\":[{}".getBytes(StandardCharsets.UTF_8), 3);

    assertThat(group.alerts())
        .extracting(alert -> ((Unusable) alert).flaw())
        .containsOnly(Flaw.UNREADABLE)
        .hasSize(3);
  }

  private static AlertGroup read(String... alerts) {
    String body = "{\"version\":\"4\",\"alerts\":[" + String.join(",", alerts) + "]}";
    return AlertGroupReader.read(body.getBytes(StandardCharsets.UTF_8), alerts.length);
  }

  private static AlertGroup fixture(String name) throws IOException {
    try (InputStream in =
        AlertGroupReaderTest.class.getResourceAsStream("/alertmanager/" + name + ".json")) {
      byte[] body = Objects.requireNonNull(in).readAllBytes();
      Door.Verdict.Admitted admitted = (Door.Verdict.Admitted) Door.inspect(body);
      return AlertGroupReader.read(body, admitted.alerts());
    }
  }
}
