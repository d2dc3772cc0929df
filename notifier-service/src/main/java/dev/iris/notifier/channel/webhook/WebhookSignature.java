package dev.iris.notifier.channel.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures by the Standard Webhooks convention: HMAC-SHA256 over {@code id.timestamp.body}. */
final class WebhookSignature {

  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;

  private WebhookSignature() {}

  /** The key in a secret such as {@code whsec_…} (base64, 24 to 64 bytes); empty if it is none. */
  static Optional<byte[]> key(String secret) {
    String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    try {
      byte[] key = Base64.getDecoder().decode(encoded);
      return key.length >= MIN_BYTES && key.length <= MAX_BYTES
          ? Optional.of(key)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The value of the {@code webhook-signature} header. */
  static String sign(byte[] key, String id, Instant at, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 64);
      signed.writeBytes((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      signed.writeBytes(body);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 must be there", e);
    }
  }
}
