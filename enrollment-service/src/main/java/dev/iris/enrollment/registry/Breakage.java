package dev.iris.enrollment.registry;

import java.time.Instant;

/**
 * Why samples of a host do not arrive.
 *
 * @param segment of the way from the host into Prometheus: the first that is broken
 * @param code stable, listed in docs/enrollment.md
 * @param since when that was found out
 */
public record Breakage(String segment, String code, String remedy, Instant since) {

  /** Whether it is the same fault as another, whenever that was found. */
  boolean isLike(Breakage other) {
    return segment.equals(other.segment) && code.equals(other.code);
  }
}
