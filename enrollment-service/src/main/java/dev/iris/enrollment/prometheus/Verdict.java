package dev.iris.enrollment.prometheus;

import java.time.Instant;

/** Whether samples of a component arrive. */
public sealed interface Verdict {

  /** A sample with the wanted labels, newer than what was asked about, says that the component works. */
  record Proven(Instant sampleAt) implements Verdict {}

  /**
   * They do not.
   *
   * @param code stable, listed in docs/enrollment.md
   * @param remedy what a person can do about it
   */
  record Broken(Segment segment, String code, String remedy) implements Verdict {}

  /** Nobody could be asked: nothing is known. */
  record Unproven(String code, String remedy) implements Verdict {}
}
