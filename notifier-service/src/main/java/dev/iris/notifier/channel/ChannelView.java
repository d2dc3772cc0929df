package dev.iris.notifier.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the API shows it.
 *
 * @param secrets which are set, never what they are
 * @param localInbox whether Iris made it for the inbox of local mode
 */
record ChannelView(
    String id,
    String type,
    String name,
    boolean enabled,
    boolean defaultAudience,
    JsonNode settings,
    ChannelRequest.Rate rateLimit,
    Map<String, SecretView> secrets,
    boolean localInbox,
    Instant updatedAt) {

  /** All that anybody may know of a secret. */
  record SecretView(boolean set, @Nullable Instant updatedAt) {}

  static ChannelView of(
      ChannelEntity channel, List<ChannelSecretEntity> secrets, ChannelKinds kinds) {
    Map<String, SecretView> shown = new TreeMap<>();
    kinds
        .find(channel.type)
        .ifPresent(
            kind ->
                kind.secretFields()
                    .forEach(field -> shown.put(field, new SecretView(false, null))));
    secrets.stream()
        .filter(secret -> secret.channelId.equals(channel.id))
        .forEach(secret -> shown.put(secret.field, new SecretView(true, secret.updatedAt)));
    return new ChannelView(
        channel.id,
        channel.type,
        channel.name,
        channel.enabled,
        channel.defaultAudience,
        ChannelDirectory.settings(channel.settings),
        new ChannelRequest.Rate(channel.perSecond, channel.perHour),
        shown,
        channel.localInbox,
        channel.updatedAt);
  }
}
