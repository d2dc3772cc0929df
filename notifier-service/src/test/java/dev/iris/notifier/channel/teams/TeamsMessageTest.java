package dev.iris.notifier.channel.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.notifier.News;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.TimeStyle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamsMessageTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TimeStyle UTC = new TimeStyle(ZoneOffset.UTC);

  @Test
  void shouldBeTheEnvelopeThatWorkflowsExpects() throws IOException {
    JsonNode message = message(News.of(News.firing("critical", "DiskFull", "db01")));

    assertThat(withoutIds(message)).isEqualTo(golden("single.json"));
  }

  @Test
  void shouldShowAMixedGroupInOneCard() throws IOException {
    JsonNode message =
        message(
            News.of(
                News.firing("critical", "DiskFull", "db01"),
                News.firing("warning", "HighLoad", "web02"),
                News.resolved("critical", "HostDown", "web03")));

    assertThat(withoutIds(message)).isEqualTo(golden("group.json"));
  }

  @Test
  void shouldShowGoodNewsAsGood() throws IOException {
    JsonNode card = card(News.of(News.resolved("critical", "HostDown", "web03")));

    assertThat(card.at("/body/0/style").asText()).isEqualTo("good");
    assertThat(card.toString()).contains("RESOLVED").doesNotContain("What to do");
  }

  @Test
  void shouldSayAtOnceThatItFiresStill() throws IOException {
    JsonNode head =
        card(News.of(News.stillFiring("critical", "HostDown", "web03"))).at("/body/0/items");

    assertThat(head.at("/0/text").asText()).isEqualTo("STILL FIRING · CRITICAL");
    assertThat(head.at("/2/text").asText()).startsWith("still firing for 2 h 5 min, since");
  }

  @Test
  void shouldCountAndLinkWhatDoesNotFit() throws IOException {
    JsonNode card = card(many(100, 10_000, i -> News.firing("critical", "Storm" + i, "host" + i)));

    assertThat(card.toString()).contains("+9990 more");
    assertThat(card.findValuesAsText("url")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "*", "漢", "😀", "\u0001", "\uD800", "<", "&#x", "ﷺ"})
  void shouldStayBelowTheSizeOfTeamsWhateverTheAlertsHold(String piece) throws IOException {
    String huge = piece.repeat(70_000);
    NotificationRequested hostile =
        many(
            100,
            10_000,
            i ->
                News.alert(
                    Transition.OPENED,
                    huge,
                    huge + i,
                    huge,
                    huge,
                    huge,
                    "https://example.org/" + "%2f".repeat(190)));

    byte[] bytes = TeamsMessage.of(Briefing.of(hostile), UTC);

    assertThat(bytes.length).isLessThanOrEqualTo(TeamsMessage.MAX_BYTES);
    assertThat(TeamsMessage.encodedLength(new String(bytes, StandardCharsets.UTF_8)))
        .isLessThanOrEqualTo(TeamsMessage.MAX_ENCODED);
    assertThat(JSON.readTree(bytes).at("/attachments/0/content/version").asText()).isEqualTo("1.4");
  }

  @Test
  void shouldStayBelowTheSizeForRandomGroups() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      NotificationRequested group =
          many(
              1 + random.nextInt(100),
              100 + random.nextInt(10_000),
              i ->
                  News.alert(
                      List.of(Transition.values()).get(random.nextInt(4)),
                      text(random),
                      text(random),
                      text(random),
                      text(random),
                      text(random),
                      text(random)));
      byte[] bytes = TeamsMessage.of(Briefing.of(group), UTC);
      assertThat(bytes.length)
          .as("seed %d round %d", seed, round)
          .isLessThanOrEqualTo(TeamsMessage.MAX_BYTES);
      JSON.readTree(bytes);
    }
  }

  private interface Alert {
    AlertNews of(int number);
  }

  private static NotificationRequested many(int listed, int all, Alert alert) {
    List<AlertNews> alerts = new ArrayList<>();
    for (int i = 0; i < listed; i++) {
      alerts.add(alert.of(i));
    }
    return News.of(
        new Audience(Audience.DEFAULT, "Default audience", List.of()),
        alerts,
        Math.max(all, listed));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(3_000);
    for (int i = 0; i < length; i++) {
      text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
    }
    return text.toString();
  }

  private static JsonNode card(NotificationRequested notification) throws IOException {
    return message(notification).at("/attachments/0/content");
  }

  private static JsonNode message(NotificationRequested notification) throws IOException {
    return JSON.readTree(TeamsMessage.of(Briefing.of(notification), UTC));
  }

  /** Ids differ from run to run. */
  private static JsonNode withoutIds(JsonNode message) throws IOException {
    return JSON.readTree(message.toString().replaceAll("(iris-[a-z]+-)[0-9a-f-]{36}", "$1ID"));
  }

  private static JsonNode golden(String name) throws IOException {
    try (InputStream file = TeamsMessageTest.class.getResourceAsStream(name)) {
      return JSON.readTree(file);
    }
  }
}
