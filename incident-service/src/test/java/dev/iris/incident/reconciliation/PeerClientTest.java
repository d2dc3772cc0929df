package dev.iris.incident.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iris.testing.HttpSink;
import dev.iris.testing.HttpSink.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers as they should not be. None of them may hold up another, and none may be taken for one that has no alerts. */
class PeerClientTest {

  private static final String FINGERPRINT = "00000000000000a1";
  private static final Settings PATIENT = Settings.USUAL.maxAnswerBytes(10_000);
  private static final Settings HASTY = PATIENT.timeout(Duration.ofMillis(500));

  private final HttpSink sink = HttpSink.start();

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void shouldListWhatAPeerHas() {
    sink.answerAlways(list());

    assertThat(ask(PATIENT, peer("/prefix/")))
        .singleElement()
        .isInstanceOfSatisfying(
            PeerAnswer.Listed.class,
            listed -> assertThat(listed.view().known()).containsExactly(FINGERPRINT));
    HttpSink.Request request = sink.requests().getFirst();
    assertThat(request.path()).isEqualTo("/prefix/api/v2/alerts");
    assertThat(request.header("authorization")).contains("Bearer secret");
  }

  @Test
  void shouldNotBeLedAnywhereElse() {
    sink.answerBy(
        request ->
            request.path().startsWith("/elsewhere")
                ? list()
                : Answer.status(302).withHeader("Location", "/elsewhere"));

    assertThat(ask(PATIENT, peer(""))).containsExactly(silent("status 302"));
    assertThat(sink.requests()).hasSize(1);
  }

  @Test
  void shouldTakeNoErrorForAnAnswer() {
    sink.answerNext(
        Answer.status(503).withBody("[]"),
        Answer.status(200).withBody("<html>"),
        Answer.status(200).withBody("[" + " ".repeat(20_000) + "]"));

    assertThat(ask(PATIENT, peer(""))).containsExactly(silent("status 503"));
    assertThat(ask(PATIENT, peer(""))).containsExactly(silent("no list of alerts"));
    assertThat(ask(PATIENT, peer(""))).containsExactly(silent("answer too large"));
  }

  @Test
  void shouldNotWaitForAPeerThatDoesNotAnswer() {
    sink.answerAlways(list().after(Duration.ofMinutes(5)));

    assertThat(ask(HASTY, peer(""))).containsExactly(silent("timeout"));
  }

  @Test
  void shouldNotWaitForTheRestOfAnAnswer() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> beginAnAnswer(server));
      Peer slow = peer(URI.create("http://127.0.0.1:" + server.getLocalPort()));
      sink.answerAlways(list());

      List<PeerAnswer> answers = ask(HASTY, slow, peer(""));

      assertThat(answers.getFirst()).isEqualTo(new PeerAnswer.Silent(slow, "timeout"));
      assertThat(answers.getLast()).isInstanceOf(PeerAnswer.Listed.class);
    }
  }

  @Test
  void shouldSayThatNobodyIsThere() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }

    assertThat(ask(PATIENT, peer(URI.create("http://127.0.0.1:" + port))))
        .singleElement()
        .isInstanceOf(PeerAnswer.Silent.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://am:21", "am:9093", "/am", "http://user:word@am:9093", "http://am/?a=b"})
  void shouldRefuseWhatIsNoAddress(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> peer(URI.create(url)));
  }

  @Test
  void shouldNeverTellTheAuthorization() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Peer.of(URI.create("http://am"), Optional.of("Bearer sec\nret")))
        .withMessageNotContaining("sec");
    assertThat(peer("")).asString().doesNotContain("secret");
  }

  private static List<PeerAnswer> ask(Settings settings, Peer... peers) {
    return new PeerClient(settings, "Watchdog").ask(List.of(peers), Set.of());
  }

  private PeerAnswer silent(String reason) {
    return new PeerAnswer.Silent(peer(""), reason);
  }

  private Peer peer(String prefix) {
    return peer(sink.uri(prefix));
  }

  private static Peer peer(URI base) {
    return Peer.of(base, Optional.of("Bearer secret"));
  }

  private static Answer list() {
    return Answer.status(200).withBody(PeerList.empty().active(FINGERPRINT, "DiskFull").json());
  }

  /** Answers with a promise and one byte, and keeps the connection open. */
  private static void beginAnAnswer(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n["
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      // Until the client hangs up.
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
