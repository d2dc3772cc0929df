package dev.iris.enrollment.enrolling;

import dev.iris.events.Ids;
import java.util.UUID;

/** Names a job. */
record EnrollmentId(UUID value) {

  /** A new one. */
  static EnrollmentId next() {
    return new EnrollmentId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
