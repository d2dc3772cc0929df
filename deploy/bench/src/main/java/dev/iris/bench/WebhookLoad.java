package dev.iris.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Posts webhooks over kept-alive connections, each connection one at a time, as Alertmanagers do. */
final class WebhookLoad implements AutoCloseable {

  private static final long MAX_LATENCY_MICROS = 60_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final int connections;

  WebhookLoad(int port, int connections) {
    this.connections = connections;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setMaxPoolSize(connections));
  }

  /**
   * What came of it.
   *
   * @param cpuSeconds processor time of this process meanwhile: the generator's own share of the machine
   */
  record Result(int accepted, int refused, double seconds, double cpuSeconds, Histogram latency) {

    double perSecond() {
      return accepted / seconds;
    }

    double p99Millis() {
      return latency.getValueAtPercentile(99) / 1000.0;
    }

    double p50Millis() {
      return latency.getValueAtPercentile(50) / 1000.0;
    }
  }

  /** Posts bodies 0, 1, 2 … to {@code path} for as long as {@code more} says so of the next number. */
  Result run(String path, IntFunction<Buffer> bodies, IntPredicate more)
      throws InterruptedException {
    Run run = new Run(path, bodies, more);
    long cpu = processCpuNanos();
    long start = System.nanoTime();
    for (int i = 0; i < connections; i++) {
      run.next();
    }
    run.idle.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Result(
        run.accepted.get(),
        run.refused.get(),
        seconds,
        (processCpuNanos() - cpu) / 1e9,
        run.latency);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static long processCpuNanos() {
    var bean =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return bean.getProcessCpuTime();
  }

  private final class Run {
    private final String path;
    private final IntFunction<Buffer> bodies;
    private final IntPredicate more;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Histogram latency = new ConcurrentHistogram(MAX_LATENCY_MICROS, 3);
    private final CountDownLatch idle = new CountDownLatch(connections);

    Run(String path, IntFunction<Buffer> bodies, IntPredicate more) {
      this.path = path;
      this.bodies = bodies;
      this.more = more;
    }

    void next() {
      int mine = number.getAndIncrement();
      if (more.test(mine)) {
        post(bodies.apply(mine));
      } else {
        idle.countDown();
      }
    }

    private void post(Buffer body) {
      long start = System.nanoTime();
      client
          .request(HttpMethod.POST, path)
          .compose(request -> request.putHeader("Content-Type", "application/json").send(body))
          .compose(this::drained)
          .onComplete(
              answer -> {
                latency.recordValue(
                    Math.min(MAX_LATENCY_MICROS, (System.nanoTime() - start) / 1000));
                if (answer.succeeded() && answer.result() / 100 == 2) {
                  accepted.incrementAndGet();
                  next();
                } else {
                  refused.incrementAndGet();
                  again(body);
                }
              });
    }

    /** As Alertmanager does after a 5xx or a lost connection. */
    private void again(Buffer body) {
      vertx.setTimer(100, timer -> post(body));
    }

    private Future<Integer> drained(HttpClientResponse response) {
      return response.body().map(ignored -> response.statusCode());
    }
  }
}
