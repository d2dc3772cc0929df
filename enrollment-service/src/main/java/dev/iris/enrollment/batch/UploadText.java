package dev.iris.enrollment.batch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text of an upload: UTF-8, without the mark that Excel sets before it. */
final class UploadText {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private UploadText() {}

  static String of(byte[] body, String format) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw Faults.unreadable(format, 0, "it is not UTF-8 (Excel: save as \"CSV UTF-8\")");
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
