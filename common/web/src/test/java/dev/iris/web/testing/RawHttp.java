package dev.iris.web.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTTP as bytes on a socket, as clients mend or refuse what a hostile caller sends. One connection per request. */
public final class RawHttp {

  private static final int PATIENCE_MS = 30_000;

  private final String host;
  private final int port;

  /** Talks to the server at this address. */
  public RawHttp(URI server) {
    this.host = server.getHost();
    this.port = server.getPort();
  }

  /**
   * An answer.
   *
   * @param headers by their names in lower case
   * @param body only of an answer that says its length: an endless one is not waited for
   */
  public record Answer(int status, Map<String, String> headers, String body) {

    /** A header's value, empty without it. */
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** Sends a request without a body. */
  public Answer send(String method, String target, String... headers) {
    return send(method, target, List.of(headers), new byte[0]);
  }

  /** Sends a request; one without a {@code Host} header gets the right one. */
  public Answer send(String method, String target, List<String> headers, byte[] body) {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    if (headers.stream().noneMatch(header -> header.regionMatches(true, 0, "host:", 0, 5))) {
      head.append("Host: ").append(authority()).append("\r\n");
    }
    headers.forEach(header -> head.append(header).append("\r\n"));
    head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target, e);
    }
  }

  /** The server as a {@code Host} header names it. */
  public String authority() {
    return host + ":" + port;
  }

  private static Answer read(InputStream in) throws IOException {
    String[] first = line(in).split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(Integer.parseInt(first[1]), Map.copyOf(headers), body);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended in the head of the answer: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
