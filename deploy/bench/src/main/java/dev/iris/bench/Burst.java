package dev.iris.bench;

import dev.iris.bench.Arrivals.Comparison;
import dev.iris.bench.Arrivals.Told;
import dev.iris.testing.LocalIris;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Locale;

/** 6,000 alerts in 600 webhooks as fast as they are taken, until everyone is told; optionally with a kill in the middle. */
final class Burst {

  static final int GROUPS = 600;
  static final int GROUP_SIZE = 10;
  private static final String WEBHOOK = "/webhooks/alertmanager/bench";
  private static final String VICTIM = "incident-service";

  private final LocalIris iris;
  private final WebhookLoad load;

  Burst(LocalIris iris, WebhookLoad load) {
    this.iris = iris;
    this.load = load;
  }

  /**
   * What came of it.
   *
   * @param seconds from the last webhook's answer until everyone was told
   * @param peopleSeconds until the channels with rate limits had all of it, too
   */
  record Result(
      double seconds, double peopleSeconds, Comparison comparison, Told cards, Told mails) {

    /** Whether the sinks got what was sent: nothing lost, nothing doubled, nobody left untold. */
    boolean right() {
      int news = GROUPS * GROUP_SIZE;
      return comparison.same() && cards.news() == news && mails.news() == news;
    }
  }

  /** One burst of series of its own. */
  Result run(String name, boolean kill) throws InterruptedException {
    Progress progress = new Progress(iris, Instant.now());
    Payloads payloads = new Payloads(name + System.nanoTime());
    Thread killer =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  progress.awaitTold(1);
                  iris.kill(VICTIM);
                });
    if (kill) {
      killer.start();
    }
    load.run(WEBHOOK, i -> Buffer.buffer(payloads.group(i, GROUP_SIZE)), i -> i < GROUPS);
    long sent = System.nanoTime();
    if (kill) {
      killer.join();
    }
    progress.awaitTold(GROUPS * GROUP_SIZE);
    progress.awaitAllTold();
    double seconds = (System.nanoTime() - sent) / 1e9;
    progress.awaitNobodyWaits();
    double peopleSeconds = (System.nanoTime() - sent) / 1e9;
    Arrivals arrivals = Arrivals.take(iris);
    Result result =
        new Result(
            seconds,
            peopleSeconds,
            arrivals.comparedWith(payloads.opened()),
            arrivals.cards(),
            arrivals.mails());
    System.err.printf(Locale.ROOT, "  burst %s: %.1f s, %s%n", name, seconds, result.comparison());
    return result;
  }
}
