package dev.iris.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Opaque cursors: the sort key of the last item shown. A cursor that a caller made up is answered with 400
 * {@code cursor-invalid}; one that decodes holds exactly the parts asked for and no character that PostgreSQL refuses.
 */
public final class Cursor {

  private static final int MAX_LENGTH = 4096;

  private Cursor() {}

  /** The cursor for these parts. */
  public static String encode(String... parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(part.length()).append(':').append(part);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The parts of a cursor.
   *
   * @throws IrisProblem 400 {@code cursor-invalid} if it does not hold exactly so many
   */
  public static List<String> decode(String cursor, int parts) {
    List<String> found = split(text(cursor));
    if (found.size() != parts) {
      throw invalid();
    }
    return found;
  }

  /**
   * One part, parsed.
   *
   * @throws IrisProblem 400 {@code cursor-invalid} if the parser throws
   */
  public static <T> T parse(String part, Function<String, T> parser) {
    try {
      return parser.apply(part);
    } catch (RuntimeException e) {
      throw invalid();
    }
  }

  private static String text(String cursor) {
    if (cursor.length() > MAX_LENGTH) {
      throw invalid();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        throw invalid();
      }
      return text;
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw invalid();
    }
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      int length = colon < 0 ? -1 : length(text.substring(at, colon));
      if (length < 0 || length > text.length() - colon - 1) {
        throw invalid();
      }
      at = colon + 1 + length;
      parts.add(text.substring(colon + 1, at));
    }
    return parts;
  }

  private static int length(String digits) {
    return digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : -1;
  }

  private static IrisProblem invalid() {
    return IrisProblem.badRequest(
        Codes.CURSOR_INVALID,
        "Pass a cursor exactly as nextCursor gave it, with the same filters.");
  }
}
