package dev.iris.local.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.local.inbox.CardEnvelope.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardEnvelopeTest {

  @Test
  void shouldAcceptACardAndNameItByItsFirstText() {
    assertThat(judge(card("1.4", "Disk full on db-1")))
        .isInstanceOfSatisfying(
            Verdict.Accepted.class,
            accepted -> assertThat(accepted.title()).isEqualTo("Disk full on db-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "null",
        "{\"text\": \"an old connector's message\"}",
        "{\"type\": \"message\", \"attachments\": []}",
        "{\"type\": \"message\", \"attachments\": [{\"contentType\": \"text/html\", \"content\": {}}]}",
        "{\"type\": \"AdaptiveCard\", \"version\": \"1.4\", \"body\": []}"
      })
  void shouldRefuseWhatIsNoEnvelopeWithACard(String body) {
    assertThat(judge(body)).isInstanceOf(Verdict.Malformed.class);
  }

  @Test
  void shouldRefuseACardThatTeamsIsTooOldFor() {
    assertThat(judge(card("1.6", "text"))).isInstanceOf(Verdict.Malformed.class);
  }

  @Test
  void shouldCountWhatTeamsMakesOfACard() {
    int plain = size("x".repeat(1_000));

    assertThat(size("x".repeat(1_000) + "\\\"")).isEqualTo(plain + 4);
    assertThat(size("x".repeat(1_000) + "ä")).isEqualTo(plain + 6);
    assertThat(size("x".repeat(1_000) + "😀")).isEqualTo(plain + 12);
  }

  @Test
  void shouldRefuseACardByOneByte() {
    int room = CardEnvelope.LIMIT - size("");

    assertThat(judge(card("1.4", "x".repeat(room)))).isInstanceOf(Verdict.Accepted.class);
    assertThat(judge(card("1.4", "x".repeat(room + 1))))
        .isEqualTo(new Verdict.TooLarge(CardEnvelope.LIMIT + 1));
  }

  private static int size(String text) {
    return switch (judge(card("1.4", text))) {
      case Verdict.Accepted accepted -> accepted.size();
      case Verdict.TooLarge large -> large.size();
      case Verdict.Malformed malformed -> throw new AssertionError(malformed.reason());
    };
  }

  private static Verdict judge(String body) {
    return CardEnvelope.judge(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String card(String version, String text) {
    return """
        {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content":
          {"type": "AdaptiveCard", "version": "%s", "body": [{"type": "Container", "items": [
            {"type": "TextBlock", "text": "%s"}]}]}}]}"""
        .formatted(version, text);
  }
}
