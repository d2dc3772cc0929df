package dev.iris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.bench.WebhookLoad.Result;
import dev.iris.testing.LocalIris;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The alert path: webhooks accepted and durable; a burst until everybody is told; the same with the incident service killed in
 * the middle. Every figure comes from Iris' public API: the ledger says when everyone is told.
 */
final class AlertsBench {

  private static final String WEBHOOK = "/webhooks/alertmanager/bench";
  private static final int CONNECTIONS = 64;
  private static final int GROUPS = 600;
  private static final int GROUP_SIZE = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path checkout;
  private final int runs;
  private final Duration window;

  AlertsBench(Path checkout, int runs, Duration window) {
    this.checkout = checkout;
    this.runs = runs;
    this.window = window;
  }

  /** Runs all of it and prints a table in Markdown. */
  void run() throws Exception {
    Path folder = Files.createTempDirectory("iris-bench");
    double floor = DurableInsertFloor.perSecond(folder.resolve("floor"), Duration.ofSeconds(5));
    Report report = new Report();
    report.row("floor: two inserts and a durable commit, JDBC, 16 connections", floor, "/s");
    try (LocalIris iris = LocalIris.start(checkout, folder.resolve("iris"), Map.of());
        WebhookLoad load = new WebhookLoad(iris.port(), CONNECTIONS)) {
      burst(iris, load, "warm", false);
      accepted(iris, load, report, floor);
      double[] plain = bursts(iris, load, false);
      report.row(
          "6,000 alerts in %d webhooks: last 200 → everyone told (s)".formatted(GROUPS), plain);
      report.row("the same, incident-service killed in mid-burst (s)", bursts(iris, load, true));
      JsonNode ledger = iris.get("/api/v1/ledger");
      report.note(
          "ledger at the end: balanced "
              + ledger.path("balanced")
              + ", occurrences "
              + ledger.path("occurrences"));
    }
    report.print();
  }

  private void accepted(LocalIris iris, WebhookLoad load, Report report, double floor)
      throws InterruptedException {
    List<Result> results = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Payloads payloads = new Payloads("accept" + run + System.nanoTime());
      long until = System.nanoTime() + window.toNanos();
      results.add(
          load.run(
              WEBHOOK, i -> Buffer.buffer(payloads.group(i, 1)), i -> System.nanoTime() < until));
      settle(iris);
    }
    double[] rates = results.stream().mapToDouble(Result::perSecond).toArray();
    report.row("webhooks accepted and durable, one alert each, consumers running (/s)", rates);
    report.row("  of the floor", Arrays.stream(rates).map(r -> r / floor).toArray());
    report.row("  p50 (ms)", results.stream().mapToDouble(Result::p50Millis).toArray());
    report.row("  p99 (ms)", results.stream().mapToDouble(Result::p99Millis).toArray());
    report.row("  refused and sent again", results.stream().mapToDouble(Result::refused).toArray());
    report.row(
        "  the generator's own processor time, of one core",
        results.stream().mapToDouble(r -> r.cpuSeconds() / r.seconds()).toArray());
  }

  private double[] bursts(LocalIris iris, WebhookLoad load, boolean kill)
      throws InterruptedException {
    double[] seconds = new double[runs];
    for (int run = 0; run < runs; run++) {
      seconds[run] = burst(iris, load, "burst" + run + System.nanoTime(), kill);
    }
    return seconds;
  }

  private double burst(LocalIris iris, WebhookLoad load, String name, boolean kill)
      throws InterruptedException {
    int before = told(iris);
    Payloads payloads = new Payloads(name);
    Thread killer =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  awaitTold(iris, before + 1);
                  iris.kill("incident-service");
                });
    if (kill) {
      killer.start();
    }
    load.run(WEBHOOK, i -> Buffer.buffer(payloads.group(i, GROUP_SIZE)), i -> i < GROUPS);
    long sent = System.nanoTime();
    if (kill) {
      killer.join();
    }
    awaitTold(iris, before + GROUPS * GROUP_SIZE);
    double seconds = (System.nanoTime() - sent) / 1e9;
    int after = told(iris);
    if (after != before + GROUPS * GROUP_SIZE) {
      throw new IllegalStateException(
          "told " + (after - before) + " instead of " + GROUPS * GROUP_SIZE);
    }
    System.err.printf(Locale.ROOT, "  burst %s: %.1f s%n", name, seconds);
    return seconds;
  }

  private static void settle(LocalIris iris) {
    await(
        () -> {
          JsonNode ledger = iris.get("/api/v1/ledger");
          return ledger.path("occurrences").path("queued").asInt() == 0
              && ledger.path("news").path("pending").asInt() == 0;
        },
        "everything told");
  }

  private static int told(LocalIris iris) {
    return iris.get("/api/v1/ledger").path("news").path("told").asInt();
  }

  private static void awaitTold(LocalIris iris, int wanted) {
    await(() -> told(iris) >= wanted, wanted + " pieces of news told");
  }

  private static void await(java.util.function.BooleanSupplier condition, String what) {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < patience) {
      try {
        if (condition.getAsBoolean()) {
          return;
        }
      } catch (RuntimeException away) {
        System.err.println("  asked again: " + away.getMessage());
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new IllegalStateException("gave up waiting for " + what);
  }
}
