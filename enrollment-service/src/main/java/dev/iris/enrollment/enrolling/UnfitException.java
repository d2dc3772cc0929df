package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.enrolling.StepOutcome.Failed;

/** A step cannot be done, and why: found out somewhere within it. */
final class UnfitException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Failed failure;

  UnfitException(Failed failure) {
    super(failure.code(), null, false, false);
    this.failure = failure;
  }

  Failed failure() {
    return failure;
  }
}
