package dev.iris.notifier.channel.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.channel.http.HttpOutcome.Reply;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfficeConnectorTest {

  private static final String OLD = "https://contoso.webhook.office.com/webhookb2/x";
  private static final String WORKFLOWS =
      "https://x.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/x";

  @Test
  void shouldBelieveAnOldConnectorOnlyItsOne() {
    assertThat(judge(OLD, "1")).isInstanceOf(SendResult.Accepted.class);
    assertThat(
            judge(
                OLD,
                "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x"))
        .isInstanceOfSatisfying(
            SendResult.Postponed.class, later -> assertThat(later.code()).isEqualTo("http-429"));
    assertThat(
            judge(
                OLD,
                "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413"))
        .isInstanceOfSatisfying(
            SendResult.Refused.class, refused -> assertThat(refused.code()).isEqualTo("http-413"));
    assertThat(judge(OLD, "<html>sign in</html>")).isInstanceOf(SendResult.Postponed.class);
  }

  @Test
  void shouldNotAskThatOfWorkflows() {
    assertThat(judge(WORKFLOWS, "")).isInstanceOf(SendResult.Accepted.class);
  }

  private static SendResult judge(String url, String body) {
    return OfficeConnector.judge(url, new Reply(200, Optional.empty(), body));
  }
}
