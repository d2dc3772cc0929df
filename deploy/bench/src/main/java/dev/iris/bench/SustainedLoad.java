package dev.iris.bench;

import dev.iris.bench.Arrivals.Comparison;
import dev.iris.testing.LocalIris;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Webhooks of one alert each, over 64 connections for a while, each connection as fast as it is answered; all of it is news. */
final class SustainedLoad {

  private static final String WEBHOOK = "/webhooks/alertmanager/bench";

  private final LocalIris iris;
  private final WebhookLoad load;
  private final Duration window;

  SustainedLoad(LocalIris iris, WebhookLoad load, Duration window) {
    this.iris = iris;
    this.load = load;
    this.window = window;
  }

  /**
   * What came of it.
   *
   * @param processors what each process used, from the first webhook until everyone was told
   * @param database what PostgreSQL did in that time
   * @param tellSeconds from the last webhook's answer until everyone was told
   */
  record Result(
      WebhookLoad.Result load,
      Comparison comparison,
      Optional<ProcessorTime> processors,
      DatabaseWork database,
      double tellSeconds) {}

  /** One run of series of its own. */
  Result run(String name) throws InterruptedException {
    Progress progress = new Progress(iris, Instant.now());
    Payloads payloads = new Payloads(name + System.nanoTime());
    Optional<ProcessorTime> processors = ProcessorTime.now(iris.data());
    DatabaseWork database = DatabaseWork.now(iris.data());
    long until = System.nanoTime() + window.toNanos();
    WebhookLoad.Result result =
        load.run(WEBHOOK, i -> Buffer.buffer(payloads.group(i, 1)), i -> System.nanoTime() < until);
    long sent = System.nanoTime();
    progress.awaitAllTold();
    double tellSeconds = (System.nanoTime() - sent) / 1e9;
    DatabaseWork done = DatabaseWork.now(iris.data()).since(database);
    Optional<ProcessorTime> used =
        processors.flatMap(before -> ProcessorTime.now(iris.data()).map(now -> now.since(before)));
    Comparison comparison = Arrivals.take(iris).comparedWith(payloads.opened());
    System.err.printf(
        Locale.ROOT,
        "  %s: %.0f webhooks/s, p50 %.0f ms, p99 %.0f ms, %s%n",
        name,
        result.perSecond(),
        result.p50Millis(),
        result.p99Millis(),
        comparison);
    return new Result(result, comparison, used, done, tellSeconds);
  }
}
