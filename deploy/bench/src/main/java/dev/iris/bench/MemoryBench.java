package dev.iris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.testing.LocalIris;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Whether memory stays flat: alerts at a constant rate for a long time, half of them beginning and half of them ending what began
 * a minute ago, while the memory of every process is looked at.
 */
final class MemoryBench {

  private static final String WEBHOOK = "/webhooks/alertmanager/bench";
  private static final int CONNECTIONS = 16;
  private static final int GROUP_SIZE = 10;
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(10);

  private final Path checkout;
  private final Duration time;
  private final int alertsPerSecond;

  MemoryBench(Path checkout, Duration time, int alertsPerSecond) {
    this.checkout = checkout;
    this.time = time;
    this.alertsPerSecond = alertsPerSecond;
  }

  /**
   * Runs it and prints what came of it in Markdown.
   *
   * @param folder for its data
   * @throws IllegalStateException after that, if the ledger does not balance
   */
  void run(Path folder) throws Exception {
    Duration warmUp = warmUp();
    Instant start = Instant.now();
    try (LocalIris iris = LocalIris.start(checkout, folder, Map.of());
        WebhookLoad load = new WebhookLoad(iris.port(), CONNECTIONS);
        MemorySamples samples = MemorySamples.start(folder)) {
      String limits = ProductionLimits.set(iris);
      Optional<ProcessorTime> before = ProcessorTime.now(folder);
      WebhookLoad.Result warm = load(iris, load, warmUp);
      Map<String, Double> liveBefore = LiveHeap.now(folder);
      WebhookLoad.Result result = load(iris, load, time.minus(warmUp));
      Progress progress = new Progress(iris, start);
      progress.awaitAllTold();
      MemoryReport report = new MemoryReport(samples, warmUp, liveBefore, LiveHeap.now(folder));
      report.print();
      System.out.println(Machine.inWords());
      System.out.println("Limits: " + limits + ".");
      load(warm, result);
      before
          .flatMap(earlier -> ProcessorTime.now(folder).map(now -> now.since(earlier)))
          .ifPresent(used -> processors(used, warm.seconds() + result.seconds()));
      ledger(progress.ledger());
    }
  }

  /** A sixth of the time, ten minutes at most: JVMs reach their size, caches fill. */
  private Duration warmUp() {
    Duration sixth = time.dividedBy(6);
    return sixth.compareTo(LONGEST_WARM_UP) < 0 ? sixth : LONGEST_WARM_UP;
  }

  private WebhookLoad.Result load(LocalIris iris, WebhookLoad load, Duration duration)
      throws InterruptedException {
    double perSecond = (double) alertsPerSecond / GROUP_SIZE;
    int lag = (int) (LIFE.toSeconds() * perSecond / 2);
    Payloads payloads = new Payloads("memory" + System.nanoTime());
    try (ScheduledExecutorService cleaner = Executors.newSingleThreadScheduledExecutor()) {
      // The inbox' list of messages would grow; it stands for servers that are not Iris'.
      var unused =
          cleaner.scheduleAtFixedRate(
              () -> iris.send("DELETE", "/inbox/messages", "", Map.of()), 1, 1, TimeUnit.MINUTES);
      WebhookLoad.Result result =
          load.run(WEBHOOK, number -> body(payloads, number, lag), perSecond, duration);
      cleaner.shutdownNow();
      return result;
    }
  }

  private static Buffer body(Payloads payloads, int number, int lag) {
    int group = number / 2;
    boolean ends = number % 2 == 1 && group >= lag;
    return Buffer.buffer(
        ends ? payloads.ended(group - lag, GROUP_SIZE) : payloads.group(group, GROUP_SIZE));
  }

  private void load(WebhookLoad.Result warm, WebhookLoad.Result result) {
    System.out.printf(
        Locale.ROOT,
        "%d alerts a second in webhooks of %d, %d min: %,d webhooks accepted, %d refused and sent again; p50 %.0f ms, p99 %.0f ms.%n",
        alertsPerSecond,
        GROUP_SIZE,
        time.toMinutes(),
        warm.accepted() + result.accepted(),
        warm.refused() + result.refused(),
        result.p50Millis(),
        result.p99Millis());
  }

  private static void processors(ProcessorTime used, double seconds) {
    long generator = used.byPart().getOrDefault(ProcessorTime.GENERATOR, 0L);
    long all = used.byPart().values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        Locale.ROOT,
        "Processors used: %.2f, the generator's own %.2f among them.%n",
        all / 1000.0 / seconds,
        generator / 1000.0 / seconds);
  }

  private static void ledger(JsonNode ledger) {
    System.out.printf(
        "Ledger: balanced %s, occurrences %s, news %s.%n",
        ledger.path("balanced"), ledger.path("occurrences"), ledger.path("news"));
    if (!ledger.path("balanced").asBoolean()) {
      throw new IllegalStateException("the ledger does not balance: no figure counts");
    }
  }
}
