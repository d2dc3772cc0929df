package dev.iris.notifier.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

  /** The example that the convention's libraries are tested with. */
  @Test
  void shouldSignAsOthersVerify() {
    byte[] key = WebhookSignature.key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

    String signature =
        WebhookSignature.sign(
            key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1614265330),
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void shouldRefuseKeysThatAreTooShortOrNone() {
    assertThat(WebhookSignature.key("whsec_c2hvcnQ=")).isEmpty();
    assertThat(WebhookSignature.key("not base64 at all")).isEmpty();
  }
}
