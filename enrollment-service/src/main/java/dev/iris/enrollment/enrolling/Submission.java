package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.GivenLogin;
import dev.iris.vault.Secret;
import java.util.Map;

/**
 * A request for a job, found to be without faults.
 *
 * @param secrets of services, by the places that {@link ServiceWish} knows them by
 */
record Submission(Wanted wanted, LoginWith login, Map<String, Secret> secrets) {

  Submission {
    secrets = Map.copyOf(secrets);
  }

  /** What to log in with. */
  sealed interface LoginWith {}

  /** A stored credential. */
  record Stored(CredentialId id) implements LoginWith {}

  /** What came with the request. */
  record Given(GivenLogin login) implements LoginWith {}
}
