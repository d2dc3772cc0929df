package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Waits until Iris says that it has nothing left to do; bounded, by time without progress and by time altogether. */
final class Settling {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration WITHOUT_PROGRESS = Duration.ofMinutes(3);
  private static final Duration ALTOGETHER = Duration.ofMinutes(15);

  private Settling() {}

  /** The ledger when all is done, or as it is when patience is at its end: then that is a finding. */
  static JsonNode await(Lab lab, Findings findings) {
    long start = System.nanoTime();
    long progressAt = start;
    JsonNode last = lab.get("/api/v1/ledger");
    while (!isSettled(last)) {
      long now = System.nanoTime();
      if (now - progressAt > WITHOUT_PROGRESS.toNanos() || now - start > ALTOGETHER.toNanos()) {
        findings.add("Iris did not come to rest", "the ledger is at " + last);
        return last;
      }
      LockSupport.parkNanos(POLL.toNanos());
      JsonNode fresh = lab.get("/api/v1/ledger");
      if (!Objects.equals(fresh.path("deliveries"), last.path("deliveries"))
          || !Objects.equals(fresh.path("news"), last.path("news"))
          || !Objects.equals(fresh.path("occurrences"), last.path("occurrences"))) {
        progressAt = System.nanoTime();
      }
      last = fresh;
    }
    return last;
  }

  private static boolean isSettled(JsonNode ledger) {
    return ledger.path("occurrences").path("queued").asLong() == 0
        && ledger.path("news").path("pending").asLong() == 0
        && ledger.path("deliveries").path("pending").asLong() == 0
        && ledger.path("balanced").asBoolean();
  }
}
