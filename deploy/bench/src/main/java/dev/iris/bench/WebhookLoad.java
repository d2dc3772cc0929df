package dev.iris.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Posts webhooks over kept-alive connections, and again what was refused, as Alertmanagers do. */
final class WebhookLoad implements AutoCloseable {

  private static final long MAX_LATENCY_MICROS = 60_000_000;
  private static final long BEAT_MILLIS = 20;

  /** A webhook that has no answer by then is sent again, as Alertmanager does. */
  private static final int ANSWER_SECONDS = 60;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
                .setMaxPoolSize(connections)
                .setIdleTimeout(ANSWER_SECONDS));
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

  /**
   * Posts bodies 0, 1, 2 … to {@code path} for as long as {@code more} says so of the next number; each connection posts the
   * next one when it has its answer.
   */
  Result run(String path, IntFunction<Buffer> bodies, IntPredicate more)
      throws InterruptedException {
    return new Run(path, bodies) {

      private final AtomicInteger number = new AtomicInteger();

      @Override
      void start() {
        for (int i = 0; i < connections; i++) {
          begin();
          next();
        }
      }

      @Override
      void next() {
        int mine = number.getAndIncrement();
        if (more.test(mine)) {
          post(mine);
        } else {
          end();
        }
      }
    }.result();
  }

  /** Posts bodies 0, 1, 2 … to {@code path} at this rate for this time, whatever becomes of those before. */
  Result run(String path, IntFunction<Buffer> bodies, double perSecond, Duration time)
      throws InterruptedException {
    return new Run(path, bodies) {

      private final long from = System.nanoTime();
      private int posted;

      @Override
      void start() {
        begin();
        vertx.setPeriodic(BEAT_MILLIS, this::beat);
      }

      private void beat(long timer) {
        long elapsed = Math.min(System.nanoTime() - from, time.toNanos());
        for (int due = (int) (elapsed / 1e9 * perSecond); posted < due; posted++) {
          begin();
          post(posted);
        }
        if (elapsed == time.toNanos()) {
          vertx.cancelTimer(timer);
          end();
        }
      }

      @Override
      void next() {
        end();
      }
    }.result();
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

  /** One run: what is posted, and what came of it so far. It is over when as much has ended as has begun. */
  private abstract class Run {
    private final String path;
    private final IntFunction<Buffer> bodies;
    private final AtomicInteger running = new AtomicInteger(1);
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Histogram latency = new ConcurrentHistogram(MAX_LATENCY_MICROS, 3);
    private final CountDownLatch over = new CountDownLatch(1);

    Run(String path, IntFunction<Buffer> bodies) {
      this.path = path;
      this.bodies = bodies;
    }

    abstract void start();

    /** Called when one was accepted. */
    abstract void next();

    Result result() throws InterruptedException {
      long cpu = processCpuNanos();
      long start = System.nanoTime();
      start();
      end();
      awaitOver();
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Result(
          accepted.get(), refused.get(), seconds, (processCpuNanos() - cpu) / 1e9, latency);
    }

    private void awaitOver() throws InterruptedException {
      int before = -1;
      while (!over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (accepted.get() == before) {
          throw new IllegalStateException(
              "gave up: nothing was accepted for %s; %d webhooks accepted, %d refused, %d without an answer"
                  .formatted(PATIENCE, before, refused.get(), running.get()));
        }
        before = accepted.get();
      }
    }

    void begin() {
      running.incrementAndGet();
    }

    void end() {
      if (running.decrementAndGet() == 0) {
        over.countDown();
      }
    }

    void post(int number) {
      post(bodies.apply(number));
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
