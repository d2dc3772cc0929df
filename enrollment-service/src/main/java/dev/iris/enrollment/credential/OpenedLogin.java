package dev.iris.enrollment.credential;

import dev.iris.vault.Secret;
import java.util.Map;
import java.util.Optional;

/** A login, opened for one use. Tells nothing of its secrets. */
public record OpenedLogin(String user, Uses uses, Map<SecretField, Secret> secrets) {

  public OpenedLogin {
    secrets = Map.copyOf(secrets);
  }

  /** A secret, if it is set. */
  public Optional<Secret> find(SecretField field) {
    return Optional.ofNullable(secrets.get(field));
  }

  @Override
  public String toString() {
    return "OpenedLogin" + secrets.keySet();
  }
}
