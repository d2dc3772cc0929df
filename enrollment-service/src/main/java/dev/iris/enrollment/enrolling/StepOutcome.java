package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.remote.HostKey;

/** What came of a step. */
sealed interface StepOutcome {

  /**
   * It is as it should be.
   *
   * @param changed whether it was otherwise before
   */
  record Done(boolean changed) implements StepOutcome {}

  /** A person has to approve this key before the host is logged in to. */
  record Waiting(HostKey shown) implements StepOutcome {}

  /**
   * It did not work out.
   *
   * @param code stable, listed in docs/enrollment.md
   * @param message what happened, in one sentence
   * @param remedy what to do about it
   */
  record Failed(String code, String message, String remedy) implements StepOutcome {}
}
