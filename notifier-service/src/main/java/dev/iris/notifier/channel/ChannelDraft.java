package dev.iris.notifier.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.vault.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A channel that somebody wants to have.
 *
 * @param given secrets that come with it; an empty one is to be cleared
 * @param kept secrets that are set already and stay
 */
public record ChannelDraft(
    ObjectNode settings, Map<String, Optional<Secret>> given, Set<String> kept) {

  public ChannelDraft {
    given = Map.copyOf(given);
    kept = Set.copyOf(kept);
  }

  /** The secret that comes with it, if one does. */
  public Optional<Secret> givenSecret(String field) {
    return given.getOrDefault(field, Optional.empty());
  }

  /** Whether the channel will have this secret. */
  public boolean willHave(String field) {
    return given.containsKey(field) ? givenSecret(field).isPresent() : kept.contains(field);
  }
}
