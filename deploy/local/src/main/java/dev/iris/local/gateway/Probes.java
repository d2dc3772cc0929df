package dev.iris.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks each kind of process whether it is ready. An answer is a word for people; a failure's message says what is wrong. */
final class Probes {

  private static final int PROTOCOL_3 = 3 << 16;

  private final HttpClient http;
  private final NetClient net;
  private final long patience;

  /**
   * Makes probes.
   *
   * @param patience milliseconds that an answer may take
   */
  Probes(Vertx vertx, long patience) {
    this.patience = patience;
    this.http = vertx.createHttpClient();
    this.net = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) patience));
  }

  /** A service: its own readiness, which looks at what it depends on. */
  Future<Void> service(Address address) {
    return limited(
        http.request(HttpMethod.GET, address.port(), address.host(), "/q/health/ready")
            .compose(request -> request.send())
            .compose(Probes::demandOk));
  }

  /** Redis: PING. While it loads its file, it answers otherwise. */
  Future<Void> redis(Address address) {
    return exchange(
        address,
        Buffer.buffer("PING\r\n"),
        answer -> answer.toString(StandardCharsets.US_ASCII).startsWith("+PONG"));
  }

  /**
   * PostgreSQL: the beginning of a connection. It asks for a password once it takes connections, and reports an error while it
   * starts or recovers. No password is needed to learn that much.
   */
  Future<Void> postgresql(Address address) {
    byte[] parameters = "user\0postgres\0database\0iris\0\0".getBytes(StandardCharsets.US_ASCII);
    Buffer startup =
        Buffer.buffer()
            .appendInt(Integer.BYTES * 2 + parameters.length)
            .appendInt(PROTOCOL_3)
            .appendBytes(parameters);
    return exchange(address, startup, answer -> answer.getByte(0) == 'R');
  }

  private static Future<Void> demandOk(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.end()
        : Future.failedFuture("not ready: answers " + response.statusCode());
  }

  private Future<Void> exchange(Address address, Buffer question, Predicate<Buffer> good) {
    return limited(
        net.connect(address.port(), address.host())
            .compose(socket -> exchange(socket, question, good)));
  }

  private static Future<Void> exchange(NetSocket socket, Buffer question, Predicate<Buffer> good) {
    Promise<Void> answered = Promise.promise();
    socket.handler(
        answer -> {
          if (good.test(answer)) {
            answered.tryComplete();
          } else {
            answered.tryFail("not ready yet");
          }
        });
    socket.closeHandler(closed -> answered.tryFail("closed the connection"));
    socket.write(question);
    return answered.future().onComplete(done -> socket.close());
  }

  private Future<Void> limited(Future<Void> answer) {
    return answer.timeout(patience, TimeUnit.MILLISECONDS);
  }

  void close() {
    http.close();
    net.close();
  }
}
