package dev.iris.notifier.channel.teams;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardMarkdownTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '@',
      value = {
        "**bold** _it_|\\*\\*bold\\*\\* \\_it\\_",
        "[click](https://evil.example)|\\[click\\]\\(https://evil.example\\)",
        "`code` ~~x~~ \\|\\`code\\` \\~\\~x\\~\\~ \\\\",
        "- item|\\- item",
        "12. item|12\\. item",
        "# head|\\# head",
        "<https://evil.example>|\\<https://evil.example>",
        "a < b & c &lt; d|a < b & c \\&lt; d",
        "{{DATE(2026-01-01T00:00:00Z, SHORT)}}|{{DATE\\(2026-01-01T00:00:00Z, SHORT\\)}}",
        "node-1.example.org 99.5 %|node-1.example.org 99.5 %"
      })
  void shouldShowWhatWasWritten(String text, String escaped) {
    assertThat(CardMarkdown.escape(text)).isEqualTo(escaped);
  }

  @Test
  void shouldNotLetAnAddressEndItsLink() {
    assertThat(CardMarkdown.link("Runbook", URI.create("https://example.org/a)_(b*(y)?q='1'")))
        .isEqualTo("[Runbook](https://example.org/a%29%5F%28b%2A%28y%29?q=%271%27)");
  }
}
