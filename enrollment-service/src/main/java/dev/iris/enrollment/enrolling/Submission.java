package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.GivenLogin;

/** A request for a job, found to be without faults. */
record Submission(Wanted wanted, LoginWith login) {

  /** What to log in with. */
  sealed interface LoginWith {}

  /** A stored credential. */
  record Stored(CredentialId id) implements LoginWith {}

  /** What came with the request. */
  record Given(GivenLogin login) implements LoginWith {}
}
