package dev.iris.local.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message as it arrived, not stored yet.
 *
 * @param recipient whom it is for: the name in the sink's path, or the mail addresses of the envelope
 * @param headers of the HTTP request; empty for a mail, whose payload holds them
 * @param payload the exact bytes, as text: UTF-8, or Latin-1 where they are not UTF-8, so that no byte is lost
 */
record Arrival(
    Channel channel,
    String recipient,
    String subject,
    Map<String, String> headers,
    String payload) {
  Arrival {
    headers = Map.copyOf(headers);
  }

  /** Bytes as text that can be turned back into the same bytes. */
  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
