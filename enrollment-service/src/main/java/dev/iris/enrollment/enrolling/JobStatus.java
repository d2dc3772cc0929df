package dev.iris.enrollment.enrolling;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a job has come.
 *
 * <pre>
 * queued ──▶ running ──▶ succeeded | unproven | failed | cancelled
 *    ▲          │
 *    └ waiting ◀┘   for a person to approve the host's key
 * </pre>
 */
enum JobStatus {
  QUEUED,
  RUNNING,
  WAITING,
  SUCCEEDED,
  UNPROVEN,
  FAILED,
  CANCELLED;

  /** As the API and the database write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<JobStatus> of(String text) {
    return Stream.of(values()).filter(status -> status.text().equals(text)).findFirst();
  }
}
