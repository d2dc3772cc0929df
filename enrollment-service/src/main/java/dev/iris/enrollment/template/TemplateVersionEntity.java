package dev.iris.enrollment.template;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A row of a template's version; written once, by {@link TemplateRows}. */
@Entity
@Immutable
@Table(name = "template_version")
@IdClass(TemplateVersionEntity.Key.class)
@NullUnmarked // Hibernate fills the fields
class TemplateVersionEntity extends PanacheEntityBase {

  /** The key. */
  record Key(String type, int number) implements Serializable {}

  @Id
  @Column(nullable = false)
  String type;

  @Id
  @Column(nullable = false)
  int number;

  @Column(nullable = false)
  String body;

  @Column(nullable = false)
  String note;

  @Column(name = "created_at", nullable = false)
  Instant createdAt;
}
