package dev.iris.notifier.channel;

import dev.iris.vault.Secret;
import java.util.Map;
import java.util.Optional;

/** The secrets of one channel, opened for one send. */
public record Secrets(Map<String, Secret> byField) {

  /** None. */
  public static final Secrets NONE = new Secrets(Map.of());

  public Secrets {
    byField = Map.copyOf(byField);
  }

  /** The secret of a field, if it is set. */
  public Optional<Secret> find(String field) {
    return Optional.ofNullable(byField.get(field));
  }

  @Override
  public String toString() {
    return "Secrets" + byField.keySet();
  }
}
