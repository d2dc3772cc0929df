package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.testing.LocalIris;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run: start Iris, break it under load, let it come to rest, compare. */
public final class FaultRun {

  /** Said in the report: with the usual pauses a run would spend most of its time waiting, and cards would meet no fault. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "IRIS_NOTIFIER_DISPATCH_RETRY_MAX_DELAY", "PT15S",
          "IRIS_NOTIFIER_STORM_MAX_GAP", "PT4S");

  private static final int HISTORIES = 2;
  private static final Duration RECOVERY = Duration.ofSeconds(45);
  private static final Duration BRIEF_RECOVERY = Duration.ofSeconds(4);
  private static final Duration ACCEPTANCE = Duration.ofMinutes(5);
  private static final Duration PROGRESS = Duration.ofSeconds(30);

  private final Path checkout;
  private final Settings settings;
  private final Findings findings = new Findings();
  private final Timeline timeline = new Timeline();
  private final Sent sent = new Sent();

  /**
   * What to run.
   *
   * @param length how long faults happen; null for every fault once and as briefly as it makes sense
   * @param only a part of the names of the faults to make; empty for all of them
   * @param reports where the report goes
   */
  public record Settings(
      long seed, @Nullable Duration length, String only, double alertsPerSecond, Path reports) {

    boolean brief() {
      return length == null;
    }
  }

  /** A run of the Iris that is built in that folder. */
  public FaultRun(Path checkout, Settings settings) {
    this.checkout = checkout;
    this.settings = settings;
  }

  /** Runs it and writes the report; its verdict says whether all is well. */
  public Report run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("iris-faults");
    System.err.printf("Fault suite: seed %d, data in %s%n", settings.seed(), folder);
    Path data = folder.resolve("iris");
    Report report;
    try (Disks disks = Disks.prepare(data, folder.resolve("other"));
        LocalIris iris = LocalIris.start(checkout, data, ENVIRONMENT, "--replicas", "2");
        Door door = new Door(iris.port())) {
      report = run(new Lab(iris, disks), door);
    }
    if (report.isGood()) {
      delete(folder);
    }
    return report;
  }

  /** What a good run leaves is of no use to anybody; what a bad one leaves, but for the unmounted disks, may be. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Report run(Lab lab, Door door) throws IOException, InterruptedException {
    Mailboxes.ensure(lab.iris());
    Poison poison = new Poison(lab);
    poison.plant();
    await(poison::isNoticed, Duration.ofMinutes(1));
    Instant began = Instant.now();
    try (Load load = new Load(door, sent, settings.alertsPerSecond(), settings.seed())) {
      load.start();
      misfortunes(lab, load);
      lab.heal();
      if (!lab.awaitHealth(Duration.ofMinutes(3))) {
        findings.add(
            "not healthy after the last fault",
            lab.iris().send("GET", "/health", "", Map.of()).body());
      }
      if (!load.finish(ACCEPTANCE)) {
        findings.add(
            "webhooks that Iris does not take though nothing is wrong any more", "see the answers");
      }
      Instant ended = Instant.now();
      System.err.println("  the load has ended; waiting for Iris to come to rest");
      JsonNode ledger = Settling.await(lab, findings);
      Evidence evidence =
          new Evidence(
              settings,
              began,
              ended,
              Instant.now(),
              load.figures(),
              door.answers(),
              ledger,
              lab.disks().has(Parts.POSTGRESQL));
      return judge(lab, door, poison, evidence);
    }
  }

  /** Both kinds of trouble at a time, each with its own dice, until the time is over. */
  private void misfortunes(Lab lab, Load load) throws InterruptedException {
    Random dice = new Random(settings.seed());
    Catalogue catalogue = new Catalogue(lab, new Random(settings.seed() + 1));
    Misfortune parts =
        new Misfortune(
            wanted(catalogue.parts()), dice, settings.brief(), timeline, fault -> recover(lab));
    Misfortune channels =
        new Misfortune(
            wanted(catalogue.channels()),
            new Random(settings.seed() + 2),
            settings.brief(),
            timeline,
            fault -> {});
    List<Misfortune> both = List.of(parts, channels);
    List<Thread> threads =
        both.stream().map(one -> Thread.ofPlatform().name("misfortune").start(one)).toList();
    Duration length = settings.length();
    long until = System.nanoTime() + (length == null ? Duration.ofHours(1) : length).toNanos();
    long tell = System.nanoTime() + PROGRESS.toNanos();
    while (System.nanoTime() < until && threads.stream().anyMatch(Thread::isAlive)) {
      TimeUnit.MILLISECONDS.timedJoin(threads.getFirst(), 500);
      if (System.nanoTime() > tell) {
        tell = System.nanoTime() + PROGRESS.toNanos();
        System.err.printf(
            "  … %s, %d pieces of news sent, %d faults%n",
            load.figures(), sent.all().size(), timeline.entries().size());
      }
    }
    both.forEach(Misfortune::stop);
    for (Thread thread : threads) {
      thread.join();
    }
    for (Misfortune one : both) {
      if (one.broken() != null) {
        throw new IllegalStateException("a fault could not be made", one.broken());
      }
    }
  }

  private List<Fault> wanted(List<Fault> faults) {
    return faults.stream().filter(fault -> fault.name().contains(settings.only())).toList();
  }

  private void recover(Lab lab) {
    lab.awaitHealth(settings.brief() ? BRIEF_RECOVERY : RECOVERY);
  }

  private Report judge(Lab lab, Door door, Poison poison, Evidence evidence) throws IOException {
    sent.unacknowledged().forEach(news -> findings.add("never taken with a 200", news.toString()));
    door.wrong()
        .forEach(
            answer -> findings.add("a good webhook was answered with an error of ours", answer));
    Path data = lab.iris().data();
    Map<String, List<Told>> arrived = arrived(lab);
    Comparison comparison =
        new Comparison(sent.all(), Rows.read(data, sent), Receipts.read(data), arrived, findings);
    comparison.run();
    comparison.lost().stream()
        .limit(HISTORIES)
        .forEach(
            news ->
                Rows.history(lab.iris().data(), news.series())
                    .forEach(
                        line ->
                            findings.add(
                                "what Iris heard of the first lost ones", news + ": " + line)));
    Doubles doubles = new Doubles(lab, timeline, findings);
    doubles.explain(comparison.doubles(), comparison.unrecorded());
    long incidents = Incidents.compare(lab, sent, findings);
    Map<String, Integer> poisoned = poison.look(findings);
    Errors errors = Errors.read(lab.iris().data().resolve("log"), timeline, findings);
    evidence
        .ledger()
        .path("discrepancies")
        .forEach(one -> findings.add("the ledger does not balance", one.toString()));
    Report report =
        new Report(
            evidence,
            timeline,
            sent.all().size(),
            incidents,
            comparison,
            doubles,
            poisoned,
            errors,
            findings);
    report.write();
    return report;
  }

  private static Map<String, List<Told>> arrived(Lab lab) {
    Map<String, List<Told>> arrived = new HashMap<>();
    Sinks.read(lab.iris(), "webhook", message -> add(arrived, Told.webhook(message)));
    Sinks.read(lab.iris(), "teams", message -> add(arrived, Told.card(message)));
    Sinks.read(lab.iris(), "mail", message -> add(arrived, Told.mail(message)));
    return arrived;
  }

  private static void add(Map<String, List<Told>> arrived, Told told) {
    arrived.computeIfAbsent(told.place(), key -> new java.util.ArrayList<>()).add(told);
  }

  private static void await(java.util.function.BooleanSupplier condition, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < until) {
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }
  }
}
