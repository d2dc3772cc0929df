package dev.iris.notifier.channel;

import dev.iris.notifier.channel.secret.Secret;
import dev.iris.notifier.channel.secret.SecretBox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes channels for the API, within the caller's session. */
@ApplicationScoped
class ChannelRows {

  private final SecretBox box;
  private final InstantSource clock;

  ChannelRows(SecretBox box, InstantSource clock) {
    this.box = box;
    this.clock = clock;
  }

  Uni<List<ChannelEntity>> list(String afterId, int limit) {
    return ChannelEntity.<ChannelEntity>find("id > ?1 order by id", afterId).range(0, limit - 1).list();
  }

  Uni<Optional<ChannelEntity>> find(String id) {
    return ChannelEntity.<ChannelEntity>findById(id).map(Optional::ofNullable);
  }

  Uni<ChannelEntity> findOrNew(String id) {
    return find(id)
        .map(
            found ->
                found.orElseGet(
                    () -> {
                      ChannelEntity channel = new ChannelEntity();
                      channel.id = id;
                      return channel;
                    }));
  }

  Uni<List<ChannelSecretEntity>> secrets(List<ChannelEntity> channels) {
    return channels.isEmpty()
        ? Uni.createFrom().item(List.of())
        : ChannelSecretEntity.list("channelId in ?1", channels.stream().map(channel -> channel.id).toList());
  }

  /** Stores the channel; of its secrets those that are given, an empty one being removed. */
  Uni<ChannelEntity> store(ChannelEntity channel, Map<String, Optional<Secret>> given) {
    channel.updatedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return channel
        .<ChannelEntity>persist()
        .call(
            () ->
                Multi.createFrom()
                    .iterable(given.entrySet())
                    .onItem()
                    .transformToUniAndConcatenate(entry -> store(channel, entry.getKey(), entry.getValue()))
                    .collect()
                    .asList())
        .call(() -> channel.flush());
  }

  Uni<Void> delete(ChannelEntity channel) {
    return ChannelSecretEntity.delete("channelId", channel.id).chain(channel::delete);
  }

  private Uni<Long> store(ChannelEntity channel, String field, Optional<Secret> secret) {
    return ChannelSecretEntity.delete("channelId = ?1 and field = ?2", channel.id, field)
        .call(
            () -> secret.isEmpty() ? Uni.createFrom().voidItem() : sealed(channel, field, secret.get()).persistAndFlush());
  }

  private ChannelSecretEntity sealed(ChannelEntity channel, String field, Secret secret) {
    SecretBox.Sealed sealed = box.seal(channel.id, field, secret);
    ChannelSecretEntity row = new ChannelSecretEntity();
    row.channelId = channel.id;
    row.field = field;
    row.kekId = sealed.kekId();
    row.wrappedKey = sealed.wrappedKey();
    row.sealed = sealed.sealed();
    row.updatedAt = channel.updatedAt;
    return row;
  }
}
