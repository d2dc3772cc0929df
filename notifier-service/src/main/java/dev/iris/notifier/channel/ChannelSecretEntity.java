package dev.iris.notifier.channel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A secret's row: sealed, and when it was set. */
@Entity
@Table(name = "channel_secret")
@IdClass(ChannelSecretEntity.Key.class)
@NullUnmarked // Hibernate fills the fields
class ChannelSecretEntity extends PanacheEntityBase {

  @Id
  @Column(name = "channel_id", nullable = false)
  String channelId;

  @Id
  @Column(nullable = false)
  String field;

  @Column(name = "kek_id", nullable = false)
  String kekId;

  @Column(name = "wrapped_key", nullable = false)
  byte[] wrappedKey;

  @Column(nullable = false)
  byte[] sealed;

  @Column(name = "updated_at", nullable = false)
  Instant updatedAt;

  /** The row's key, as JPA wants it. */
  static final class Key implements Serializable {

    private static final long serialVersionUID = 1L;

    String channelId;
    String field;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && Objects.equals(channelId, key.channelId)
          && Objects.equals(field, key.field);
    }

    @Override
    public int hashCode() {
      return Objects.hash(channelId, field);
    }
  }
}
