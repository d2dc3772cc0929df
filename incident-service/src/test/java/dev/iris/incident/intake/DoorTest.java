package dev.iris.incident.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.incident.intake.Door.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                             | NOT_JSON",
        "hello                                          | NOT_JSON",
        "{\"version\":\"4\",\"alerts\":[{}]             | NOT_JSON",
        "{\"version\":\"4\",\"alerts\":[{}]} x          | NOT_JSON",
        "{\"version\":\"4\",\"alerts\":[{}]}{}          | NOT_JSON",
        "[]                                             | NOT_AN_OBJECT",
        "null                                           | NOT_AN_OBJECT",
        "\"version\"                                    | NOT_AN_OBJECT",
        "{}                                             | VERSION_UNSUPPORTED",
        "{\"version\":\"3\",\"alerts\":[{}]}            | VERSION_UNSUPPORTED",
        "{\"version\":{\"x\":\"4\"},\"alerts\":[{}]}    | VERSION_UNSUPPORTED",
        "{\"version\":null,\"alerts\":[{}]}             | VERSION_UNSUPPORTED",
        "{\"version\":\"4\"}                            | ALERTS_MISSING",
        "{\"version\":\"4\",\"alerts\":{}}              | ALERTS_MISSING",
        "{\"version\":\"4\",\"x\":{\"alerts\":[{}]}}    | ALERTS_MISSING",
        "{\"version\":\"4\",\"alerts\":[]}              | ALERTS_EMPTY",
        "{\"version\":\"4\",\"alerts\":[1],\"alerts\":[1]} | ALERTS_TWICE"
      })
  void shouldRefuseWhatIsNoWebhookOfVersion4(String body, Refusal refusal) {
    assertThat(inspect(body)).isEqualTo(new Verdict.Refused(refusal));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"version\":\"4\",\"alerts\":[{}]}                                                    | 1",
        "{\"alerts\":[{\"a\":[{\"alerts\":[1,2]}]},null,7],\"new\":[[{}]],\"version\":4}        | 3",
        "{\"version\":\"4\",\"alerts\":[{\"labels\":{\"a\":\"\\u0000\\ud800\"}}]}               | 1"
      })
  void shouldCountTheAlertsOfAnythingElse(String body, int alerts) {
    assertThat(inspect(body)).isEqualTo(new Verdict.Admitted(alerts, ""));
  }

  @Test
  void shouldRefuseWhatIsNotUtf8OrNestedWithoutEnd() {
    byte[] broken =
        "{\"version\":\"4\",\"alerts\":[{\"x\":\"?\"}]}".getBytes(StandardCharsets.UTF_8);
    broken[broken.length - 6] = (byte) 0xFF;

    assertThat(Door.inspect(broken)).isEqualTo(new Verdict.Refused(Refusal.NOT_JSON));
    assertThat(inspect("{\"version\":\"4\",\"alerts\":" + "[".repeat(100_000)))
        .isEqualTo(new Verdict.Refused(Refusal.NOT_JSON));
  }

  @Test
  void shouldFindTheGroupsKeyWhereverItStands() {
    assertThat(
            inspect(
                "{\"version\":\"4\",\"alerts\":[{\"groupKey\":\"no\"}],\"groupKey\":\"{}:{a=\\\"b\\\"}\"}"))
        .isEqualTo(new Verdict.Admitted(1, "{}:{a=\"b\"}"));
    assertThat(inspect("{\"version\":\"4\",\"groupKey\":{},\"alerts\":[1]}"))
        .isEqualTo(new Verdict.Admitted(1, ""));
  }

  private static Verdict inspect(String body) {
    return Door.inspect(body.getBytes(StandardCharsets.UTF_8));
  }
}
