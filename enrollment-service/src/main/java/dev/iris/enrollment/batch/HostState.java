package dev.iris.enrollment.batch;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a host of a batch has come: while it has a job, as that; before it waits for its turn.
 *
 * <pre>
 * pending ──▶ queued … (its job) … ──▶ succeeded | unproven | failed | cancelled ──▶ pending, by a retry of failed and cancelled ones
 *    └──────▶ skipped   nothing is to be done, or another job is at the host
 * </pre>
 */
enum HostState {
  PENDING,
  QUEUED,
  RUNNING,
  WAITING,
  SUCCEEDED,
  UNPROVEN,
  FAILED,
  CANCELLED,
  SKIPPED;

  /** As the API and the database write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<HostState> of(String text) {
    return Stream.of(values()).filter(state -> state.text().equals(text)).findFirst();
  }

  static HostState ofColumn(String text) {
    return of(text).orElseThrow();
  }
}
