package dev.iris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.testing.LocalIris;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The alert path: webhooks accepted and durable; a burst until everyone is told; the same with the incident service killed in
 * the middle. Iris' public API says when everyone is told; the inbox says whether that is so.
 */
final class AlertsBench {

  private static final int CONNECTIONS = 64;

  /** Four JVMs that share two cores with everything else are compiled for about a minute of load. */
  private static final int WARM_WINDOWS = 6;

  private static final int WARM_BURSTS = 3;

  private static final Duration FLOOR = Duration.ofSeconds(5);

  private final Path checkout;
  private final int runs;
  private final Duration window;
  private final Report report = new Report();

  AlertsBench(Path checkout, int runs, Duration window) {
    this.checkout = checkout;
    this.runs = runs;
    this.window = window;
  }

  /** A run of something, named. */
  private interface Run<R> {
    R of(String name) throws InterruptedException;
  }

  /**
   * Runs all of it and prints it in Markdown.
   *
   * @param folder for its data
   * @throws IllegalStateException after that, if the ledger or a sink's messages are not what was sent
   */
  void run(Path folder) throws Exception {
    Instant start = Instant.now();
    double floor = DurableInsertFloor.perSecond(folder.resolve("floor"), FLOOR);
    report.row("floor: two inserts and a durable commit, JDBC, 16 connections (/s)", floor);
    boolean right;
    try (LocalIris iris = LocalIris.start(checkout, folder.resolve("iris"), Map.of());
        WebhookLoad load = new WebhookLoad(iris.port(), CONNECTIONS)) {
      report.note("Limits: " + ProductionLimits.set(iris) + ".");
      Burst burst = new Burst(iris, load);
      for (int i = 1; i <= WARM_BURSTS; i++) {
        burst.run("warm " + i, false);
      }
      right = burst(burst, false);
      right &= burst(burst, true);
      // Last: what it leaves for people to be told, at the limits of production, keeps a storm
      // going for long.
      new SustainedLoad(iris, load, window.multipliedBy(WARM_WINDOWS)).run("sustained warm");
      right &= sustained(new SustainedLoad(iris, load, window), floor);
      right &= balanced(iris, start);
    }
    report.print();
    if (!right) {
      throw new IllegalStateException("what arrived is not what was sent: no figure counts");
    }
  }

  private boolean sustained(SustainedLoad sustained, double floor) throws InterruptedException {
    List<SustainedLoad.Result> results = each("sustained", sustained::run);
    row("webhooks accepted and durable, one alert each (/s)", results, r -> r.load().perSecond());
    row("  of the floor", results, r -> r.load().perSecond() / floor);
    row("  p50 (ms)", results, r -> r.load().p50Millis());
    row("  p99 (ms)", results, r -> r.load().p99Millis());
    row("  refused and sent again", results, r -> r.load().refused());
    row("  last webhook → everyone told (s)", results, SustainedLoad.Result::tellSeconds);
    row("  lost", results, r -> r.comparison().lost());
    row("  doubled", results, r -> r.comparison().doubled());
    row(
        "  the generator's own processor time, of one core",
        results,
        r -> r.load().cpuSeconds() / r.load().seconds());
    report.work(results);
    return results.stream().allMatch(r -> r.comparison().same());
  }

  private boolean burst(Burst burst, boolean kill) throws InterruptedException {
    List<Burst.Result> results =
        each(kill ? "burst with a kill" : "burst", name -> burst.run(name, kill));
    row(
        kill
            ? "the same, incident-service killed in mid-burst (s)"
            : "6,000 alerts in 600 webhooks: last 200 → everyone told (s)",
        results,
        Burst.Result::seconds);
    row("  lost", results, r -> r.comparison().lost());
    row("  doubled", results, r -> r.comparison().doubled());
    row(
        "  last webhook → told or counted by cards and mails, too (s)",
        results,
        Burst.Result::peopleSeconds);
    row("  cards", results, r -> r.cards().messages());
    row("  news told or counted in them", results, r -> r.cards().news());
    row("  mails", results, r -> r.mails().messages());
    row("  news told or counted in them", results, r -> r.mails().news());
    return results.stream().allMatch(Burst.Result::right);
  }

  private boolean balanced(LocalIris iris, Instant start) {
    JsonNode ledger = new Progress(iris, start).ledger();
    report.note(
        "Ledger at the end: balanced %s, occurrences %s, news %s, deliveries %s."
            .formatted(
                ledger.path("balanced"),
                ledger.path("occurrences"),
                ledger.path("news"),
                ledger.path("deliveries")));
    return ledger.path("balanced").asBoolean();
  }

  private <R> List<R> each(String name, Run<R> run) throws InterruptedException {
    List<R> results = new ArrayList<>();
    for (int i = 1; i <= runs; i++) {
      results.add(run.of(name + " " + i));
    }
    return results;
  }

  private <R> void row(String name, List<R> results, ToDoubleFunction<R> figure) {
    report.row(name, results.stream().mapToDouble(figure).toArray());
  }
}
