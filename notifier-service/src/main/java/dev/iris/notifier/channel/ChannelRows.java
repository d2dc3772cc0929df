package dev.iris.notifier.channel;

import dev.iris.vault.Secret;
import dev.iris.vault.SecretBox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    return ChannelEntity.<ChannelEntity>find("id > ?1 order by id", afterId)
        .range(0, limit - 1)
        .list();
  }

  /** The channel of this id; whatever cannot be an id is not asked for, as PostgreSQL does not even take each text. */
  Uni<Optional<ChannelEntity>> find(String id) {
    return ChannelCheck.isId(id)
        ? ChannelEntity.<ChannelEntity>findById(id).map(Optional::ofNullable)
        : Uni.createFrom().item(Optional.empty());
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
        : ChannelSecretEntity.list(
            "channelId in ?1", channels.stream().map(channel -> channel.id).toList());
  }

  /** Stores the channel; of its secrets those that are given, an empty one being removed. */
  Uni<ChannelEntity> store(ChannelEntity channel, Map<String, Optional<Secret>> given) {
    channel.updatedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return channel
        .<ChannelEntity>persist()
        .call(
            () ->
                inTurn(given.entrySet(), entry -> store(channel, entry.getKey(), entry.getValue())))
        .call(() -> channel.flush());
  }

  Uni<Void> delete(ChannelEntity channel) {
    return secrets(List.of(channel))
        .chain(secrets -> inTurn(secrets, ChannelSecretEntity::delete))
        .chain(channel::delete);
  }

  private Uni<Void> store(ChannelEntity channel, String field, Optional<Secret> secret) {
    return ChannelSecretEntity.<ChannelSecretEntity>find(
            "channelId = ?1 and field = ?2", channel.id, field)
        .firstResult()
        .map(Optional::ofNullable)
        .chain(
            found -> {
              if (secret.isPresent()) {
                return seal(found.orElseGet(ChannelSecretEntity::new), channel, field, secret.get())
                    .persist()
                    .replaceWithVoid();
              }
              return found.isPresent() ? found.get().delete() : Uni.createFrom().voidItem();
            });
  }

  private ChannelSecretEntity seal(
      ChannelSecretEntity row, ChannelEntity channel, String field, Secret secret) {
    SecretBox.Sealed sealed = box.seal(channel.id, field, secret);
    row.channelId = channel.id;
    row.field = field;
    row.kekId = sealed.kekId();
    row.wrappedKey = sealed.wrappedKey();
    row.sealed = sealed.sealed();
    row.updatedAt = channel.updatedAt;
    return row;
  }

  /** A session takes one statement at a time. */
  private static <T> Uni<Void> inTurn(Collection<T> all, Function<T, Uni<Void>> step) {
    return Multi.createFrom()
        .iterable(all)
        .onItem()
        .transformToUniAndConcatenate(item -> step.apply(item))
        .collect()
        .asList()
        .replaceWithVoid();
  }
}
