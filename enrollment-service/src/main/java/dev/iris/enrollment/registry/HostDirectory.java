package dev.iris.enrollment.registry;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists hosts by name. */
@ApplicationScoped
class HostDirectory {

  private final Pool pool;

  HostDirectory(Pool pool) {
    this.pool = pool;
  }

  /** As many as the filter's limit and one more, which tells that there are further ones. */
  Uni<List<Host>> list(HostFilter filter) {
    StringBuilder where = new StringBuilder("where true");
    Tuple values = Tuple.tuple();
    HostStatus status = filter.status();
    restrict(where, values, "state =", status == null ? null : status.text());
    restrict(where, values, "hostname =", filter.hostname());
    restrict(where, values, "address =", filter.address());
    restrict(
        where,
        values,
        "labels @>",
        filter.labels().isEmpty() ? null : HostRows.json(filter.labels()));
    HostFilter.Position after = filter.after();
    if (after != null) {
      values.addString(after.hostname()).addUUID(after.id());
      where.append(" and (hostname, id) > ($%d, $%d)".formatted(values.size() - 1, values.size()));
    }
    values.addInteger(filter.limit() + 1);
    return pool.preparedQuery(
            "select %s from host %s order by hostname, id limit $%d"
                .formatted(HostRows.COLUMNS, where, values.size()))
        .execute(values)
        .map(HostRows::hosts);
  }

  private static void restrict(
      StringBuilder where, Tuple values, String condition, @Nullable Object value) {
    if (value != null) {
      values.addValue(value);
      where.append(" and %s $%d".formatted(condition, values.size()));
    }
  }
}
