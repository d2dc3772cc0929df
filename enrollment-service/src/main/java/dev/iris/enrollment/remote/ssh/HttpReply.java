package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.LoopbackReply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a request that asked for the connection to be closed after it, as it came over the wire, or its beginning. */
final class HttpReply {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)\\b.*");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})[ \\t]*(;.*)?");

  private HttpReply() {}

  /** What goes over the wire. Whoever listens on a loopback of its own goes by that name. */
  static byte[] request(int port, String method, String path) {
    return "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: Iris\r\nAccept: */*\r\n%sConnection: close\r\n\r\n"
        .formatted(method, path, port, method.equals("GET") ? "" : "Content-Length: 0\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  static LoopbackReply parse(byte[] wire) {
    int end = headEnd(wire);
    String head = new String(wire, 0, Math.max(end, 0), StandardCharsets.ISO_8859_1);
    Matcher status = STATUS.matcher(head.lines().findFirst().orElse(""));
    if (end < 0 || !status.matches()) {
      return LoopbackReply.NONE;
    }
    byte[] body = Arrays.copyOfRange(wire, end, wire.length);
    boolean chunked =
        head.lines()
            .map(line -> line.toLowerCase(Locale.ROOT).replace(" ", ""))
            .anyMatch("transfer-encoding:chunked"::equals);
    return new LoopbackReply(
        Integer.parseInt(status.group(1)),
        chunked ? unchunked(body) : new String(body, StandardCharsets.UTF_8));
  }

  private static int headEnd(byte[] wire) {
    for (int at = 0; at + 3 < wire.length; at++) {
      if (wire[at] == '\r'
          && wire[at + 1] == '\n'
          && wire[at + 2] == '\r'
          && wire[at + 3] == '\n') {
        return at + 4;
      }
    }
    return -1;
  }

  /** As far as it is whole: what was cut off, or is not as it should be, is left out. */
  private static String unchunked(byte[] body) {
    // Latin 1 keeps bytes and places as they are
    String text = new String(body, StandardCharsets.ISO_8859_1);
    StringBuilder whole = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int line = text.indexOf("\r\n", at);
      Matcher size = CHUNK.matcher(line < 0 ? "" : text.substring(at, line));
      if (!size.matches()) {
        break;
      }
      int length = Integer.parseInt(size.group(1), 16);
      int from = line + 2;
      whole.append(text, from, Math.min(text.length(), from + length));
      at = length == 0 ? text.length() : from + length + 2;
    }
    return new String(
        whole.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
