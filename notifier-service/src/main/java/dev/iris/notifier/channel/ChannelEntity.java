package dev.iris.notifier.channel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A channel's row, as the API edits it. The alert path reads {@link ChannelDirectory}. */
@Entity
@Table(name = "channel")
@NullUnmarked // Hibernate fills the fields
class ChannelEntity extends PanacheEntityBase {

  @Id
  @Column(nullable = false)
  String id;

  @Column(nullable = false)
  String type;

  @Column(nullable = false)
  String name;

  @Column(nullable = false)
  boolean enabled;

  @Column(name = "default_audience", nullable = false)
  boolean defaultAudience;

  @Column(nullable = false)
  String settings;

  @Column(name = "per_second")
  @Nullable Double perSecond;

  @Column(name = "per_hour")
  @Nullable Integer perHour;

  /** Made by {@link LocalInbox}; false once a person edited it. */
  @Column(name = "local_inbox", nullable = false)
  boolean localInbox;

  @Version
  @Column(nullable = false)
  long version;

  @Column(name = "updated_at", nullable = false)
  Instant updatedAt;
}
