package dev.iris.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Just enough of RESP2 to send a command and read its reply as text, so that no client library is needed here. */
final class RedisProtocol {

  private static final int TIMEOUT_MILLIS = 5_000;

  private RedisProtocol() {}

  static String call(int port, List<String> words) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(encode(words));
      socket.getOutputStream().flush();
      StringBuilder reply = new StringBuilder();
      read(new BufferedInputStream(socket.getInputStream()), reply);
      return reply.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] encode(List<String> words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(("*" + words.size() + "\r\n").getBytes(StandardCharsets.UTF_8));
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.write('\r');
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** Appends a reply, one line for each of its leaves. */
  private static void read(InputStream in, StringBuilder reply) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      throw new IOException("not Redis' protocol");
    }
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '+', ':' -> reply.append(rest).append('\n');
      case '-' -> throw new IllegalStateException("Redis refuses: " + rest);
      case '$' -> {
        int length = Integer.parseInt(rest);
        if (length >= 0) {
          reply.append(new String(in.readNBytes(length), StandardCharsets.UTF_8)).append('\n');
          line(in);
        }
      }
      case '*' -> {
        for (int left = Integer.parseInt(rest); left > 0; left--) {
          read(in, reply);
        }
      }
      default -> throw new IOException("unknown reply " + line);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("Redis hung up");
      }
      line.write(next);
    }
    if (in.read() != '\n') {
      throw new IOException("not Redis' protocol");
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
