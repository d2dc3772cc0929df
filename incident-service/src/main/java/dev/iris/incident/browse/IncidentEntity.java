package dev.iris.incident.browse;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An incident as it is read. The lifecycle writes the table; nobody writes through this. */
@Entity
@Immutable
@Table(name = "incident")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
public class IncidentEntity extends PanacheEntityBase {

  @Id public UUID id;

  @Column(nullable = false)
  public String source;

  @Column(nullable = false)
  public String fingerprint;

  @Column(nullable = false)
  public String status;

  @Column(nullable = false)
  public int flaps;

  @Column(name = "alert_name", nullable = false)
  public String alertName;

  public @Nullable String instance;

  @Column(nullable = false)
  public String severity;

  public @Nullable String service;

  @Column(name = "service_type")
  public @Nullable String serviceType;

  @Column(nullable = false)
  public String summary;

  @Column(name = "starts_at", nullable = false)
  public Instant startsAt;

  @Column(name = "resolved_at")
  public @Nullable Instant resolvedAt;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(nullable = false)
  public Map<String, String> labels;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(nullable = false)
  public Map<String, String> annotations;

  @Column(name = "search_text", nullable = false)
  public String searchText;
}
