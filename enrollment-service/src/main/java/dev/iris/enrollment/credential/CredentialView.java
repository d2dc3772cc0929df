package dev.iris.enrollment.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A credential as the API shows it.
 *
 * @param secrets which are set, never what they are
 */
record CredentialView(
    String id,
    String name,
    String user,
    Uses uses,
    Map<String, SecretView> secrets,
    Instant createdAt,
    Instant updatedAt) {

  /** All that anybody may know of a secret. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SecretView(boolean set, @Nullable String fingerprint, @Nullable Instant updatedAt) {}

  static CredentialView of(Credential credential) {
    Map<String, SecretView> secrets = new TreeMap<>();
    for (SecretField field : SecretField.values()) {
      secrets.put(field.text(), new SecretView(false, null, null));
    }
    credential
        .secrets()
        .forEach(
            (field, set) ->
                secrets.put(field, new SecretView(true, set.fingerprint(), set.updatedAt())));
    return new CredentialView(
        credential.id().toString(),
        credential.name(),
        credential.user(),
        credential.uses(),
        secrets,
        credential.createdAt(),
        credential.updatedAt());
  }
}
