package dev.iris.notifier.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  @Test
  void shouldPutAnythingOnOneHarmlessLine() {
    assertThat(PlainText.line("  a\r\nb\tc\u0000d\u0085e\u2028f  ", 50)).isEqualTo("a b c d e f");
    assertThat(PlainText.line("user\u202Egnp.exe \u200Bx\uFEFF", 50)).isEqualTo("usergnp.exe x");
    assertThat(PlainText.line("half \uD800 pair", 50)).isEqualTo("half \uFFFD pair");
  }

  @Test
  void shouldCutBetweenCharactersAndNotWithinOne() {
    assertThat(PlainText.line("abcdef", 6)).isEqualTo("abcdef");
    assertThat(PlainText.line("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(PlainText.line("abcd😀efg", 6)).isEqualTo("abcd…");
    assertThat(PlainText.line("x".repeat(1_000_000), 100)).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "data:text/html,x",
        "https://user:pw@example.org/",
        "/relative",
        "http:///nohost",
        "https://exa mple.org",
        "ftp://example.org",
        ""
      })
  void shouldLinkToWebPagesOnly(String text) {
    assertThat(Links.web(text)).isEmpty();
  }

  @Test
  void shouldLinkToAWebPage() {
    assertThat(Links.web(" https://wiki.example.org/ä?q=1#x "))
        .hasToString("Optional[https://wiki.example.org/%C3%A4?q=1#x]");
    assertThat(Links.web("https://example.org/" + "x".repeat(600))).isEmpty();
  }

  @Test
  void shouldNameTheZoneOfATime() {
    Instant noon = Instant.parse("2026-07-01T12:00:00Z");

    assertThat(new TimeStyle(ZoneOffset.UTC).at(noon)).isEqualTo("2026-07-01 12:00 UTC");
    assertThat(new TimeStyle(ZoneId.of("Europe/Zurich")).at(noon))
        .isEqualTo("2026-07-01 14:00 CEST");
    assertThat(new TimeStyle(ZoneOffset.UTC).at(Instant.parse("0000-01-01T00:00:00Z")))
        .startsWith("0000-01-01");
    assertThat(new TimeStyle(ZoneOffset.UTC).at(Instant.parse("9999-12-31T23:59:59Z")))
        .startsWith("9999-12-31");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "59,59 s",
    "60,1 min",
    "3599,59 min",
    "3600,1 h",
    "3660,1 h 1 min",
    "86400,1 d",
    "180000,2 d 2 h",
    "-5,0 min"
  })
  void shouldTellHowLong(long seconds, String text) {
    Instant from = Instant.parse("2026-07-01T12:00:00Z");

    assertThat(TimeStyle.span(from, from.plusSeconds(seconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "critical,CRITICAL",
    "PAGE,CRITICAL",
    "warning,WARNING",
    "wärning?,WARNING",
    "'',WARNING",
    "none,INFO",
    " Info ,INFO"
  })
  void shouldTakeAnUnknownSeverityForAWarning(String severity, Gravity gravity) {
    assertThat(Gravity.of(severity)).isEqualTo(gravity);
  }
}
