package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.remote.HostKey;
import org.jspecify.annotations.Nullable;

/** What came of a step. */
sealed interface StepOutcome {

  /**
   * It is as it should be.
   *
   * @param changed whether it was otherwise before
   */
  record Done(boolean changed) implements StepOutcome {}

  /** It is known what would be changed, and that is all that was asked for: the job ends here. */
  record Planned(EnrollmentPlan plan) implements StepOutcome {}

  /** A person has to approve this key before the host is logged in to. */
  record Waiting(HostKey shown) implements StepOutcome {}

  /** All is set up, and there was nobody to ask whether it works. */
  record Unproven(String code, String remedy) implements StepOutcome {}

  /**
   * It did not work out.
   *
   * @param code stable, listed in docs/enrollment.md
   * @param message what happened, in one sentence
   * @param remedy what to do about it
   * @param segment where the way of samples is broken, if that is what failed
   */
  record Failed(String code, String message, String remedy, @Nullable String segment)
      implements StepOutcome {

    Failed(String code, String message, String remedy) {
      this(code, message, remedy, null);
    }
  }
}
