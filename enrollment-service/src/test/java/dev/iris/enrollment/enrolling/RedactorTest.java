package dev.iris.enrollment.enrolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedactorTest {

  private static final String SECRET = "s3cr\"et/with+all";

  private final Redactor redactor = new Redactor(Stream.of(SECRET, "short"));

  @Test
  void shouldFindASecretInEveryFormThatItTravelsIn() {
    assertThat(redactor.redact("a " + SECRET + " b")).isEqualTo("a [redacted] b");
    assertThat(redactor.redact(URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
        .isEqualTo("[redacted]");
    assertThat(redactor.redact("{\"p\":\"s3cr\\\"et/with+all\"}"))
        .isEqualTo("{\"p\":\"[redacted]\"}");
    for (String before : new String[] {"", "x", "xy", "xyz"}) {
      byte[] bytes = (before + SECRET + "after").getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(bytes);
      assertThat(redactor.redact(encoded))
          .as(before)
          .contains("[redacted]")
          .hasSizeLessThan(encoded.length());
    }
  }

  @Test
  void shouldFindWhatLooksLikeASecret() {
    assertThat(
            redactor.redact(
                "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----"))
        .isEqualTo("[redacted]");
    assertThat(redactor.redact("Authorization: Bearer abc\nx"))
        .isEqualTo("Authorization: [redacted]\nx");
    assertThat(redactor.redact("glc_eyJvIjoi12345678 x")).isEqualTo("[redacted] x");
  }

  @Test
  void shouldFindASecretThatArrivesInPiecesAndOneThatIsCutOff() {
    StepOutput whole = new StepOutput(redactor, 100);
    for (char piece : ("a " + SECRET + " b").toCharArray()) {
      whole.append(String.valueOf(piece));
    }
    StepOutput cut = new StepOutput(redactor, 300);
    cut.append("x".repeat(295) + SECRET + SECRET.substring(0, 8));
    cut.append(SECRET.substring(8).repeat(9));

    assertThat(whole.text()).isEqualTo("a [redacted] b");
    assertThat(cut.text()).startsWith("xxx").doesNotContain("s3cr").contains("characters more");
  }
}
