package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.OpenedLogin;
import dev.iris.enrollment.credential.SecretField;
import dev.iris.enrollment.remote.Login;
import dev.iris.vault.Secret;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a job may know while a worker has it. Closing it wipes it.
 *
 * @param jump for the jump host; null where there is none, or where it is logged in to like the target
 * @param services secrets of services
 */
record Unlocked(OpenedLogin target, @Nullable OpenedLogin jump, Map<String, Secret> services)
    implements AutoCloseable {

  Unlocked {
    services = Map.copyOf(services);
  }

  /** What the port to hosts takes for the target. */
  Login targetLogin() {
    return login(target);
  }

  /** The same for the jump host. */
  Login jumpLogin() {
    return login(jump == null ? target : jump);
  }

  /** All that must not be seen. */
  Stream<Secret> secrets() {
    Stream<Secret> logins =
        Stream.concat(
            target.secrets().values().stream(),
            jump == null ? Stream.empty() : jump.secrets().values().stream());
    return Stream.concat(logins, services.values().stream());
  }

  @Override
  public void close() {
    secrets().forEach(Secret::close);
  }

  @Override
  public String toString() {
    return "Unlocked";
  }

  private static Login login(OpenedLogin opened) {
    return new Login(
        opened.user(),
        secret(opened, SecretField.PRIVATE_KEY),
        secret(opened, SecretField.PASSPHRASE),
        secret(opened, SecretField.PASSWORD),
        secret(opened, SecretField.SUDO_PASSWORD));
  }

  private static @Nullable Secret secret(OpenedLogin opened, SecretField field) {
    return opened.find(field).orElse(null);
  }
}
