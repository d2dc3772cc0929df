package dev.iris.notifier.dispatch;

import java.util.Locale;

/**
 * Where a delivery stands.
 *
 * <pre>
 * PENDING ── accepted by the channel ──▶ ACCEPTED
 *    └────── refused, or given up ─────▶ FAILED ── falls over ──▶ another delivery
 * </pre>
 */
enum DeliveryState {
  PENDING,
  ACCEPTED,
  FAILED;

  static DeliveryState of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
