package dev.iris.incident.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a window of time, which is about when webhooks were received.
 *
 * @param from inclusive. Of time of which rows were pruned only whole hours are known: it may be earlier than it was asked for
 * @param to exclusive; it may be later
 * @param balanced no discrepancy was found, and the figures add up
 */
public record LedgerReport(
    Instant from,
    Instant to,
    Occurrences occurrences,
    News news,
    Map<String, Long> withheldBy,
    Deliveries deliveries,
    boolean balanced,
    List<Discrepancy> discrepancies) {

  public LedgerReport {
    withheldBy = Map.copyOf(withheldBy);
    discrepancies = List.copyOf(discrepancies);
  }

  /**
   * received = news + merged + rejected + queued.
   *
   * @param queued alerts of accepted webhooks that are not taken up yet
   */
  public record Occurrences(long received, long news, long merged, long rejected, long queued) {
    boolean addUp() {
      return received == news + merged + rejected + queued;
    }
  }

  /**
   * Every piece of news is told, withheld, held, pending or undeliverable. It comes from an alert, or it is a reminder:
   * occurrences.news + reminders = told + withheld + held + pending + undeliverable.
   *
   * @param reminders news that no alert brought, among the others
   */
  public record News(
      long told, long withheld, long held, long pending, long undeliverable, long reminders) {
    boolean addUp(long fromAlerts) {
      return fromAlerts + reminders == told + withheld + held + pending + undeliverable;
    }
  }

  /** Every delivery is one of these. */
  public record Deliveries(long accepted, long pending, long failed) {}

  /**
   * Something that does not add up.
   *
   * @param kind its stable name
   * @param alert the alert it is about, as {@code alertname on instance}
   * @param problem one sentence for an operator
   */
  public record Discrepancy(String kind, String alert, @Nullable UUID incidentId, String problem) {}
}
