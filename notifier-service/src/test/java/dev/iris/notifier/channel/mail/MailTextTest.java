package dev.iris.notifier.channel.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.notifier.News;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.TimeStyle;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailTextTest {

  private static final TimeStyle UTC = new TimeStyle(ZoneOffset.UTC);

  @Test
  void shouldSayInTheSubjectHowBadWhatAndWhere() {
    assertThat(text(News.firing("critical", "DiskFull", "db01")).subject())
        .isEqualTo("[CRITICAL] DiskFull on db01");
    assertThat(text(News.resolved("critical", "DiskFull", "db01")).subject())
        .isEqualTo("[RESOLVED] DiskFull on db01");
    assertThat(text(News.stillFiring("critical", "DiskFull", "db01")).subject())
        .isEqualTo("[CRITICAL] Still firing for 2 h 5 min: DiskFull on db01");
  }

  @Test
  void shouldNotLetAnAlertAddHeadersOrAnEndlessSubject() {
    var hostile =
        News.alert(
            Transition.OPENED,
            "critical\r\nX: y",
            "Disk\r\nBcc: everyone@example.org\r\n\r\nhello",
            "x".repeat(10_000),
            "",
            null,
            null);

    assertThat(text(hostile).subject())
        .doesNotContain("\r", "\n")
        .hasSizeLessThanOrEqualTo(MailText.MAX_SUBJECT);
  }

  @Test
  void shouldShowMarkupAsText() {
    String markup = "<script>alert(1)</script><img src=x onerror=y> \"quoted\" & {more} {#if x}";
    var hostile =
        News.alert(
            Transition.OPENED,
            "<b>",
            markup,
            markup,
            markup,
            markup,
            "https://example.org/?a=\"><script>");

    MailText mail = text(hostile);

    assertThat(mail.html()).doesNotContain("<script", "<img", "href=\"https://example.org/?a=\"");
    assertThat(mail.html()).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "{#if x}");
    assertThat(mail.text()).contains("<script>alert(1)</script>");
  }

  @Test
  void shouldHoldWhatAPersonNeedsInBothParts() {
    MailText mail = text(News.firing("warning", "HighLoad", "web02"));

    for (String part : List.of(mail.html(), mail.text())) {
      assertThat(part)
          .contains(
              "HighLoad on web02",
              "since 2026-11-22 18:02 UTC",
              "HighLoad needs a look",
              "Check it.",
              "https://wiki.example.org/HighLoad",
              "http://127.0.0.1:8080/incidents");
    }
    assertThat(mail.html()).contains("prefers-color-scheme: dark").doesNotContain("<img");
  }

  @Test
  void shouldCountWhatItDoesNotList() {
    var news =
        News.of(
            new Audience(Audience.DEFAULT, "", List.of()),
            List.of(News.firing("info", "A", "b")),
            413);

    MailText mail = MailText.of(Briefing.of(news), UTC);

    assertThat(mail.text()).contains("+412 more");
    assertThat(mail.html()).contains("+412 more");
  }

  private static MailText text(dev.iris.events.NotificationEvent.AlertNews alert) {
    return MailText.of(Briefing.of(News.of(alert)), UTC);
  }
}
