package dev.iris.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire format is a promise to services of other versions: a changed golden file is a changed promise. */
class GoldenEventTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Event> events() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("events")
  void shouldWriteWhatOtherVersionsExpect(Event event) throws IOException {
    String written = EventJson.write(Samples.envelope(event));
    assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(golden(event)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void shouldReadWhatOtherVersionsWrote(Event event) throws IOException {
    assertThat(EventJson.read(golden(event))).isEqualTo(Samples.envelope(event));
  }

  @ParameterizedTest
  @MethodSource("events")
  void shouldReadWhatLaterVersionsAdd(Event event) throws IOException {
    String later =
        golden(event)
            .replaceFirst("\\{", "{\"addedLater\": [1],")
            .replaceFirst("\"payload\" *: *\\{", "\"payload\":{\"new\":{},");
    assertThat(EventJson.read(later)).isEqualTo(Samples.envelope(event));
  }

  /** Events are kept for days, and published again when Redis was emptied. */
  @Test
  void shouldReadANotificationOfAVersionWithoutReminders() throws IOException {
    Event notification =
        Samples.all().stream()
            .filter(NotificationEvent.NotificationRequested.class::isInstance)
            .findFirst()
            .orElseThrow();
    String earlier = golden(notification).replaceFirst(",\\s*\"reminders\" *: *0", "");

    assertThat(earlier).doesNotContain("reminders");
    assertThat(EventJson.read(earlier)).isEqualTo(Samples.envelope(notification));
  }

  @Test
  void shouldKnowEveryPermittedEvent() {
    assertThat(
            Arrays.stream(EventCatalog.values()).<Class<?>>map(EventCatalog::eventClass).toList())
        .containsExactlyInAnyOrderElementsOf(leaves(Event.class).toList());
    assertThat(Samples.all())
        .extracting(Event::getClass)
        .hasSize(EventCatalog.values().length)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldKnowWhoReadsEachStream() {
    assertThat(Streams.TRAFFIC)
        .extracting(Streams.Traffic::stream)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EventCatalog.values()).map(EventCatalog::stream).distinct().toList());
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void shouldRefuseWhatIsNoEvent(String text) {
    assertThatThrownBy(() -> EventJson.read(text)).isInstanceOf(UndecodableEventException.class);
  }

  static List<String> unreadable() throws IOException {
    String good = golden(Samples.all().getFirst());
    return List.of(
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "\u0000",
        good.replace("AlertGroupReceived", "NeverHeardOf"),
        good.replace("\"payload\"", "\"nopayload\""),
        good.replaceAll("\"alerts\" *: *3", "\"alerts\": null"));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(GoldenEventTest::leaves)
        : Stream.of(type);
  }

  static String golden(Event event) throws IOException {
    String name = "/golden/" + EventCatalog.of(event).type() + ".json";
    try (InputStream in = GoldenEventTest.class.getResourceAsStream(name)) {
      assertThat(in).as("golden file %s", name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
