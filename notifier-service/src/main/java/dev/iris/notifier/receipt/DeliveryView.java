package dev.iris.notifier.receipt;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the API shows it.
 *
 * @param status pending, accepted or failed
 * @param alert what it tells of
 * @param attempts how many there were
 * @param nextAttemptAt null once it is over
 */
record DeliveryView(
    UUID id,
    UUID notificationId,
    String alert,
    String status,
    String channelId,
    String channelType,
    String recipient,
    @Nullable String address,
    @Nullable UUID fallbackOf,
    int attempts,
    @Nullable Instant nextAttemptAt,
    @Nullable String errorCode,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  /** One with the receipts of its attempts. */
  record Detail(DeliveryView delivery, List<AttemptView> receipts) {}

  /**
   * A receipt.
   *
   * @param outcome accepted, retry or failed
   * @param messageId the storm's message that told this delivery among others; null if it went by itself
   */
  record AttemptView(
      int number,
      Instant startedAt,
      int durationMs,
      String outcome,
      @Nullable Integer statusCode,
      @Nullable String errorCode,
      @Nullable String detail,
      @Nullable UUID messageId) {}
}
