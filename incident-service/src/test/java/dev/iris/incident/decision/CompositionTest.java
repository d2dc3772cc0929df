package dev.iris.incident.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Totals;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.decision.Composition.Share;
import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertFacts;
import dev.iris.ownership.Ownership;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CompositionTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Composition composition =
      new Composition(
          new Ownership(), new Links(URI.create("https://iris.example.org/")), UUID::randomUUID);

  @Test
  void shouldListTheGravestFirstAndWhatIsOverLast() {
    List<AlertNews> alerts =
        request(
                news("resolved", "critical", Transition.RESOLVED, 0),
                news("info", "info", Transition.OPENED, 0),
                news("custom", "sev-x", Transition.OPENED, 0),
                news("younger", "critical", Transition.OPENED, 5),
                news("older", "critical", Transition.REOPENED, 1),
                news("warning", "warning", Transition.OPENED, 0))
            .alerts();

    assertThat(alerts)
        .extracting(AlertNews::alertName)
        .containsExactly("older", "younger", "warning", "custom", "info", "resolved");
  }

  @Test
  void shouldCountWhatItDoesNotList() {
    List<News> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(news("n" + i, "critical", i % 3 == 0 ? Transition.RESOLVED : Transition.OPENED, i));
    }

    NotificationRequested request = request(many.toArray(News[]::new));

    assertThat(request.alerts()).hasSize(NotificationRequested.MAX_ALERTS);
    assertThat(request.totals()).isEqualTo(new Totals(200, 0, 100, 0));
    assertThat(request.link())
        .hasToString("https://iris.example.org/incidents?notification=" + request.notificationId());
  }

  @Test
  void shouldLinkTheIncidentWhereThereIsOne() {
    News only = news("only", "critical", Transition.OPENED, 0);

    assertThat(request(only).link())
        .hasToString("https://iris.example.org/incidents/" + only.incidentId());
  }

  @Test
  void shouldCutLongTextsAndNeverInTheMiddleOfACharacter() {
    String long64k = "😀".repeat(32_768);
    Alert.Usable alert =
        new Alert.Usable(
            0,
            Alert.Status.FIRING,
            "00",
            Map.of("alertname", long64k, "x", long64k),
            Map.of("description", long64k),
            NOON,
            null);

    AlertNews told =
        request(news(AlertFacts.of("s", alert), Transition.OPENED, 0)).alerts().getFirst();

    assertThat(
            List.of(
                told.alertName(),
                told.summary(),
                String.valueOf(told.description()),
                told.labels().get("x")))
        .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(1_000).endsWith("😀…"));
  }

  @Test
  void shouldTakeTheSummaryFromWhereThereIsOne() {
    assertThat(summary(Map.of("summary", "s", "message", "m", "description", "d"))).isEqualTo("s");
    assertThat(summary(Map.of("summary", " ", "message", "m", "description", "d"))).isEqualTo("m");
    assertThat(summary(Map.of("description", "d"))).isEqualTo("d");
    assertThat(summary(Map.of())).isEqualTo("A");
  }

  private static String summary(Map<String, String> annotations) {
    Alert.Usable alert =
        new Alert.Usable(
            0, Alert.Status.FIRING, "00", Map.of("alertname", "A"), annotations, NOON, null);
    return AlertFacts.of("s", alert).summary();
  }

  private NotificationRequested request(News... news) {
    NewsGroup group =
        new NewsGroup(UUID.randomUUID(), "s", NOON, Map.of("alertname", "A"), 0, List.of(news));
    assertThat(composition.compose(group)).hasSize(1);
    Share share = composition.compose(group).getFirst();
    assertThat(share.items()).hasSameSizeAs(news);
    return share.request();
  }

  private static News news(String name, String severity, Transition transition, int minute) {
    Alert.Usable alert =
        new Alert.Usable(
            0,
            Alert.Status.FIRING,
            "00",
            Map.of("alertname", name, "severity", severity),
            Map.of(),
            NOON,
            null);
    return news(AlertFacts.of("s", alert), transition, minute);
  }

  private static News news(AlertFacts facts, Transition transition, int minute) {
    Instant start = NOON.plusSeconds(60L * minute);
    return new News(
        UUID.randomUUID(), UUID.randomUUID(), 1, 0, transition, facts, start, start, null);
  }
}
