package dev.iris.enrollment.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.iris.enrollment.remote.HostKeyPolicy;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.LoopbackReply;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.testing.OpenSshServer;
import dev.iris.testing.RequiresPeer;
import dev.iris.vault.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackRequestsTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path keys;

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  @RequiresPeer("sshd")
  void shouldAskWhatListensOnTheHostsLoopback(String forwarding) throws Exception {
    HttpServer server = server();
    try (OpenSshServer sshd = OpenSshServer.start("ed25519", "AllowTcpForwarding " + forwarding);
        SshScene scene = new SshScene(Map.of(), sshd.port());
        RemoteHost host = connect(sshd, scene)) {
      int port = server.getAddress().getPort();

      LoopbackReply posted = host.ask(port, "POST", "/-/reload?a=b", LIMIT);
      LoopbackReply long_ = host.ask(port, "GET", "/long", LIMIT);

      assertThat(posted).isEqualTo(new LoopbackReply(400, "POST /-/reload?a=b \u00fc"));
      assertThat(long_.status()).isEqualTo(200);
      assertThat(long_.body()).startsWith("xxx").hasSizeBetween(400_000, 1 << 19);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  @RequiresPeer("sshd")
  void shouldSayThatNobodyAnswers(String forwarding) throws Exception {
    try (OpenSshServer sshd = OpenSshServer.start("ed25519", "AllowTcpForwarding " + forwarding);
        SshScene scene = new SshScene(Map.of(), sshd.port());
        RemoteHost host = connect(sshd, scene)) {
      int port;
      try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = mute.getLocalPort();
        assertThat(host.ask(port, "GET", "/", Duration.ofSeconds(1))).isEqualTo(LoopbackReply.NONE);
      }
      assertThat(host.ask(port, "GET", "/", LIMIT)).isEqualTo(LoopbackReply.NONE);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> host.ask(port, "GET", "/ HTTP/1.1\r\nX: y", LIMIT));
    }
  }

  @Test
  void shouldReadWhateverComes() {
    assertThat(
            parse(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n"))
        .isEqualTo(new LoopbackReply(200, "abcde"));
    assertThat(parse("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nabc"))
        .isEqualTo(new LoopbackReply(200, "abc"));
    assertThat(parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n"))
        .isEqualTo(new LoopbackReply(200, ""));
    assertThat(parse("HTTP/1.0 204 x\r\n\r\n")).isEqualTo(new LoopbackReply(204, ""));
    assertThat(parse("SSH-2.0-x\r\n\r\n")).isEqualTo(LoopbackReply.NONE);
    assertThat(parse("HTTP/1.1 200 OK\r\n")).isEqualTo(LoopbackReply.NONE);
    assertThat(parse("")).isEqualTo(LoopbackReply.NONE);
  }

  private static LoopbackReply parse(String wire) {
    return HttpReply.parse(wire.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpServer server() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " \u00fc")
                  .getBytes(StandardCharsets.UTF_8);
          // without a length: chunked
          exchange.sendResponseHeaders(400, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.createContext(
        "/long",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write("x".repeat(3_000_000).getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    return server;
  }

  private RemoteHost connect(OpenSshServer sshd, SshScene scene) throws Exception {
    Path key = OpenSshServer.newKey(keys.resolve("key"), "ed25519", "");
    sshd.trust(keys.resolve("key.pub"));
    Login login =
        Login.withKey(System.getProperty("user.name"), new Secret(Files.readString(key)), null);
    return scene.connect(SshScene.hop(sshd.port(), login, new HostKeyPolicy.AcceptFirst()));
  }
}
