package dev.iris.incident.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertListReaderTest {

  private static final String ONE = "00000000000000a1";
  private static final String TWO = "00000000000000a2";

  private final AlertListReader reader = new AlertListReader(32 * 1024 * 1024, "Watchdog");

  @Test
  void shouldReadWhatAlertmanagerLists() throws IOException {
    PeerView view =
        read(PeerList.empty().active(ONE, "DiskFull").suppressed(TWO, "HighMemory"), Set.of());

    assertThat(view.known()).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(view.suppressed()).containsExactly(TWO);
    assertThat(view.unheard()).containsOnlyKeys(ONE);
    assertThat(view.unheard().values())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.labels()).containsEntry("instance", "web01");
              assertThat(alert.annotations()).containsEntry("summary", "something is wrong");
              assertThat(alert.receivers()).containsExactly("iris");
              assertThat(alert.startsAt()).isEqualTo(Instant.parse(PeerList.STARTS_AT));
            });
    assertThat(view.alive()).isFalse();
  }

  @Test
  void shouldKeepNothingOfWhatHasAnIncidentAndOfTheHeartbeat() throws IOException {
    PeerView view =
        read(PeerList.empty().active(ONE, "DiskFull").active(TWO, "Watchdog"), Set.of(ONE));

    assertThat(view.known()).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(view.unheard()).isEmpty();
    assertThat(view.alive()).isTrue();
  }

  @Test
  void shouldKnowAHundredThousandAndKeepTheTextOfAFew() throws IOException {
    PeerList list = PeerList.empty();
    for (int i = 0; i < 100_000; i++) {
      list.active("%016x".formatted(i), "A");
    }

    PeerView view =
        new AlertListReader(128 * 1024 * 1024, "Watchdog").read(stream(list.json()), Set.of());

    assertThat(view.known()).hasSize(100_000);
    assertThat(view.unheard()).hasSize(1_000);
  }

  @Test
  void shouldKnowAnAlertWhoseTextIsEndlessWithoutKeepingIt() throws IOException {
    JsonObject annotations = new JsonObject();
    for (int i = 0; i < 10; i++) {
      annotations.put("text" + i, "x".repeat(1_000_000));
    }
    PeerList list =
        PeerList.empty()
            .raw(
                new JsonObject()
                    .put("annotations", annotations)
                    .put("fingerprint", ONE)
                    .put("startsAt", PeerList.STARTS_AT)
                    .put("status", JsonObject.of("state", "active"))
                    .put("labels", JsonObject.of("alertname", "A")));

    PeerView view = read(list, Set.of());

    assertThat(view.known()).containsExactly(ONE);
    assertThat(view.unheard()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Not found</html>",
        "{\"status\":\"success\"}",
        "[1, 2]",
        "[{}]",
        "[{\"fingerprint\":\"short\",\"status\":{\"state\":\"active\"}}]",
        "[{\"fingerprint\":\"00000000000000a1\"}]",
        "[{\"fingerprint\":\"00000000000000a1\",\"status\":{\"state\":\"active\"}}",
        "[] []",
        "[{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]}]"
      })
  void shouldTakeNothingElseForAList(String text) {
    assertThatThrownBy(() -> reader.read(stream(text), Set.of())).isInstanceOf(IOException.class);
  }

  @Test
  void shouldStopReadingWhereAnAnswerIsTooLong() {
    String text = PeerList.empty().active(ONE, "A").json();

    assertThatThrownBy(() -> new AlertListReader(100, "Watchdog").read(stream(text), Set.of()))
        .isInstanceOf(IOException.class);
  }

  private PeerView read(PeerList list, Set<String> open) throws IOException {
    return reader.read(stream(list.json()), open);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
