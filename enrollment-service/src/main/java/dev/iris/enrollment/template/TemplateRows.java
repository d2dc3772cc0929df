package dev.iris.enrollment.template;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads and writes versions of templates, within the caller's session. Only stored ones: version 0 is not here. */
@ApplicationScoped
class TemplateRows {

  private static final String INSERT =
      """
      insert into template_version (type, number, body, note, created_at)
      select cast(:type as text), :basedOn + 1, :body, :note, :now
      where :basedOn = coalesce((select max(number) from template_version where type = :type), 0)
      on conflict do nothing
      """;

  /** The newest one of each type that has one. */
  Uni<List<TemplateVersionEntity>> newest() {
    return TemplateVersionEntity.list(
        "from TemplateVersionEntity v where v.number = "
            + "(select max(w.number) from TemplateVersionEntity w where w.type = v.type)");
  }

  /** The newest one of a type. */
  Uni<Optional<TemplateVersionEntity>> newest(String type) {
    return TemplateVersionEntity.<TemplateVersionEntity>find("type = ?1 order by number desc", type)
        .range(0, 0)
        .firstResult()
        .map(Optional::ofNullable);
  }

  Uni<Optional<TemplateVersionEntity>> find(String type, int number) {
    return TemplateVersionEntity.<TemplateVersionEntity>find(
            "type = ?1 and number = ?2", type, number)
        .firstResult()
        .map(Optional::ofNullable);
  }

  /** Those before a number, the newest first. */
  Uni<List<TemplateVersionEntity>> before(String type, int number, int limit) {
    return TemplateVersionEntity.<TemplateVersionEntity>find(
            "type = ?1 and number < ?2 order by number desc", type, number)
        .range(0, limit - 1)
        .list();
  }

  /** Stores the version after this one; false if that is not the newest any more. */
  Uni<Boolean> add(String type, int basedOn, String body, String note, Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(INSERT)
                    .setParameter("type", type)
                    .setParameter("basedOn", basedOn)
                    .setParameter("body", body)
                    .setParameter("note", note)
                    .setParameter("now", now)
                    .executeUpdate())
        .map(rows -> rows == 1);
  }
}
