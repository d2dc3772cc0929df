package dev.iris.enrollment.credential;

import dev.iris.enrollment.remote.Login;
import dev.iris.vault.Secret;
import dev.iris.web.JsonFields;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A login as somebody gave it. Tells nothing of its secrets.
 *
 * @param secrets those that were given; empty where one is to be removed
 */
public record GivenLogin(String user, Map<SecretField, Optional<Secret>> secrets) {

  private static final int LONGEST_USER = 104;

  public GivenLogin {
    secrets = Map.copyOf(secrets);
  }

  /**
   * Reads {@code user}, {@code privateKey}, {@code passphrase}, {@code password} and {@code sudoPassword}; what is wrong is noted in
   * the fields.
   *
   * @param present secrets that are stored already, which need not be given again
   */
  public static GivenLogin read(JsonFields fields, Set<SecretField> present) {
    String user = fields.requiredText("user", LONGEST_USER);
    fields.require(
        user == null || Login.isUser(user), "user", "is no name that an account can have");
    Map<SecretField, Optional<Secret>> secrets = new EnumMap<>(SecretField.class);
    for (SecretField field : SecretField.values()) {
      if (fields.hasNull(field.text())) {
        secrets.put(field, Optional.empty());
      } else if (fields.has(field.text())) {
        secret(fields, field).ifPresent(secret -> secrets.put(field, Optional.of(secret)));
      }
    }
    fields.require(
        isSet(fields, SecretField.PRIVATE_KEY, secrets, present)
            || isSet(fields, SecretField.PASSWORD, secrets, present),
        SecretField.PRIVATE_KEY.text(),
        "or password is needed");
    return new GivenLogin(user == null ? "" : user, secrets);
  }

  private static Optional<Secret> secret(JsonFields fields, SecretField field) {
    String text = fields.raw(field.text(), field.longest());
    boolean lines = field == SecretField.PRIVATE_KEY;
    boolean fits = text == null || lines || text.chars().noneMatch(Character::isISOControl);
    fields.require(fits, field.text(), "must not hold control characters");
    fields.require(
        text == null || !lines || text.contains("PRIVATE KEY-----"),
        field.text(),
        "must be an OpenSSH or PEM private key, whole, with its first and last line");
    return Optional.ofNullable(text).filter(any -> fits).map(Secret::new);
  }

  private static boolean isSet(
      JsonFields fields,
      SecretField field,
      Map<SecretField, Optional<Secret>> given,
      Set<SecretField> present) {
    return fields.has(field.text()) || (present.contains(field) && !given.containsKey(field));
  }

  /** A secret that was given. */
  public Optional<Secret> find(SecretField field) {
    return secrets.getOrDefault(field, Optional.empty());
  }

  @Override
  public String toString() {
    return "GivenLogin" + secrets.keySet();
  }
}
