package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.enrolling.StepOutcome.Done;
import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.enrolling.StepOutcome.Planned;
import dev.iris.enrollment.enrolling.StepOutcome.Unproven;
import dev.iris.enrollment.enrolling.StepOutcome.Waiting;
import org.jspecify.annotations.Nullable;

/** An outcome as a step's row has it. */
record StepEnd(
    String state,
    boolean changed,
    @Nullable String code,
    @Nullable String remedy,
    @Nullable String segment) {

  static StepEnd of(StepOutcome outcome) {
    return switch (outcome) {
      case Done done -> new StepEnd("done", done.changed(), null, null, null);
      case Planned planned -> new StepEnd("done", false, null, null, null);
      case Unproven unproven ->
          new StepEnd("unproven", false, unproven.code(), unproven.remedy(), null);
      case Failed failed ->
          new StepEnd("failed", false, failed.code(), failed.remedy(), failed.segment());
      case Waiting waiting ->
          new StepEnd(
              "waiting",
              false,
              "host-key-unknown",
              "Compare the fingerprint with the host's console, and approve or refuse it.",
              null);
    };
  }
}
