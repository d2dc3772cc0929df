package dev.iris.enrollment.credential;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be known of a credential: which secrets are set, never what they are. */
record Credential(
    CredentialId id,
    String name,
    String user,
    Uses uses,
    Map<String, SetSecret> secrets,
    Instant createdAt,
    Instant updatedAt) {

  Credential {
    secrets = Map.copyOf(secrets);
  }

  /**
   * A secret that is set.
   *
   * @param fingerprint of a key's public half, if it is known
   */
  record SetSecret(@Nullable String fingerprint, Instant updatedAt) {}
}
