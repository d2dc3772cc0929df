package dev.iris.enrollment.credential;

import dev.iris.events.Ids;
import java.util.UUID;

/** Names a credential. */
public record CredentialId(UUID value) {

  /** A new one. */
  static CredentialId next() {
    return new CredentialId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
