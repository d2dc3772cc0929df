package dev.iris.notifier.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.notifier.channel.http.HttpOutcome.Reply;
import dev.iris.notifier.channel.http.HttpOutcome.Trouble;
import dev.iris.testing.HttpSink;
import dev.iris.testing.HttpSink.Answer;
import dev.iris.web.IpRange;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutgoingHttpTest {

  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final Vertx vertx = Vertx.vertx();
  private final HttpSink sink = HttpSink.start();
  private final Queue<List<InetAddress>> answers = new ArrayDeque<>();
  private final EgressPolicy policy =
      new EgressPolicy(List.of(IpRange.parse("127.0.0.1/32")), true, Optional.empty());
  private final OutgoingHttp http = outgoing(policy);

  @AfterEach
  void close() {
    http.close();
    sink.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldConnectToTheCheckedAddressAndKeepTheName() {
    answers.add(List.of(InetAddress.ofLiteral("127.0.0.1")));

    HttpOutcome outcome = post("http://chat.example.org:" + sink.port() + "/hook?sig=%2Fx");

    assertThat(outcome)
        .isInstanceOfSatisfying(Reply.class, reply -> assertThat(reply.status()).isEqualTo(200));
    assertThat(sink.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.header("host")).contains("chat.example.org:" + sink.port());
              assertThat(request.uri()).hasToString("/hook?sig=%2Fx");
              assertThat(request.text()).isEqualTo("{}");
            });
  }

  @Test
  void shouldRefuseAHostOneOfWhoseAddressesIsNotAllowed() {
    answers.add(List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("10.0.0.1")));

    assertThat(post("http://chat.example.org:" + sink.port() + "/")).isEqualTo(blocked());
    assertThat(sink.requests()).isEmpty();
  }

  @Test
  void shouldLookAgainEachTime() {
    String url = "http://chat.example.org:" + sink.port() + "/";
    answers.add(List.of(InetAddress.ofLiteral("127.0.0.1")));
    answers.add(List.of(InetAddress.ofLiteral("169.254.169.254")));

    assertThat(post(url)).isInstanceOf(Reply.class);
    assertThat(post(url)).as("the name changed its mind").isEqualTo(blocked());
    assertThat(sink.requests()).hasSize(1);
  }

  @Test
  void shouldNotFollowARedirect() {
    answers.add(List.of(InetAddress.ofLiteral("127.0.0.1")));
    sink.answerNext(Answer.status(307).withHeader("Location", sink.uri("/elsewhere").toString()));

    assertThat(post("http://chat.example.org:" + sink.port() + "/").toResult())
        .hasToString("Refused[code=http-307, status=307, detail=null]");
    assertThat(sink.requests()).hasSize(1);
  }

  @Test
  void shouldReadNoMoreThanItMust() {
    answers.add(List.of(InetAddress.ofLiteral("127.0.0.1")));
    sink.answerNext(Answer.status(200).withBody("x".repeat(5_000_000)));

    assertThat(post("http://chat.example.org:" + sink.port() + "/"))
        .isInstanceOfSatisfying(Reply.class, reply -> assertThat(reply.body()).hasSize(64 * 1024));
  }

  @Test
  void shouldSayWhatKeptItFromAnAnswer() {
    for (int i = 0; i < 2; i++) {
      answers.add(List.of(InetAddress.ofLiteral("127.0.0.1")));
    }
    sink.answerNext(Answer.hangUp(), Answer.status(200).after(Duration.ofSeconds(30)));
    String url = "http://chat.example.org:" + sink.port() + "/";

    assertThat(post(url))
        .isInstanceOfSatisfying(
            Trouble.class, cut -> assertThat(cut.code()).isEqualTo("connection-cut"));
    assertThat(post(url))
        .isInstanceOfSatisfying(
            Trouble.class, late -> assertThat(late.code()).isEqualTo("timeout"));
    assertThat(post("http://nowhere.example.org/"))
        .isInstanceOfSatisfying(
            Trouble.class, unknown -> assertThat(unknown.code()).isEqualTo("name-unknown"));
    answers.add(List.of(InetAddress.ofLiteral("127.0.0.1")));
    assertThat(post("http://chat.example.org:1/"))
        .isInstanceOfSatisfying(
            Trouble.class, refused -> assertThat(refused.code()).isEqualTo("connection-failed"));
    answers.add(List.of(InetAddress.ofLiteral("127.0.0.1")));
    assertThat(post("https://chat.example.org:" + sink.port() + "/"))
        .isInstanceOfSatisfying(Trouble.class, plain -> assertThat(plain.forGood()).isFalse());
  }

  @Test
  void shouldRefuseAHeaderThatWouldBecomeTwo() {
    answers.add(List.of(InetAddress.ofLiteral("127.0.0.1")));

    HttpOutcome outcome =
        http.post(
                "http://chat.example.org:" + sink.port() + "/",
                Map.of("webhook-id", "x\r\nX-Evil: y"),
                BODY)
            .await()
            .atMost(Duration.ofSeconds(10));

    assertThat(outcome).isInstanceOf(Trouble.class);
    assertThat(sink.requests()).isEmpty();
  }

  private static Trouble blocked() {
    return new Trouble(
        "address-blocked",
        true,
        "the host has an address that iris.notifier.allow-networks does not allow");
  }

  private HttpOutcome post(String url) {
    return http.post(url, Map.of(), BODY).await().atMost(Duration.ofSeconds(10));
  }

  private Uni<List<InetAddress>> resolve(String host) {
    List<InetAddress> answer = answers.poll();
    return answer == null
        ? Uni.createFrom().failure(new UnknownHostException(host))
        : Uni.createFrom().item(answer);
  }

  private OutgoingHttp outgoing(EgressPolicy egress) {
    return new OutgoingHttp(
        vertx,
        egress,
        this::resolve,
        new Config(),
        new HttpSpans(OpenTelemetry.noop()),
        InstantSource.system());
  }

  private static final class Config implements HttpConfig, HttpConfig.Http {

    @Override
    public Optional<List<String>> allowNetworks() {
      return Optional.empty();
    }

    @Override
    public boolean allowPlainHttp() {
      return true;
    }

    @Override
    public Optional<URI> localInboxUrl() {
      return Optional.empty();
    }

    @Override
    public Http http() {
      return this;
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration totalTimeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration maxRetryAfter() {
      return Duration.ofMinutes(1);
    }
  }
}
