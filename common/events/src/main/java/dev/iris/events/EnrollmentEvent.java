package dev.iris.events;

import java.util.UUID;

/** Work that the enrollment service was asked for; from its API to its workers, so that asking and doing are two steps. */
public sealed interface EnrollmentEvent extends Event {

  /**
   * A host is to be enrolled. The event names the stored job and does not repeat it: what is logged in with is in no event.
   *
   * @param enrollmentId the job
   */
  record EnrollmentRequested(UUID enrollmentId) implements EnrollmentEvent {

    /** {@inheritDoc} One job is one subject. */
    @Override
    public String subject() {
      return "enrollment/" + enrollmentId;
    }
  }
}
