package dev.iris.enrollment.registry;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Whose turn it is to be looked at. Of all replicas one looks at a host. */
@ApplicationScoped
class HealthChecks {

  /** A row that another replica wrote meanwhile is not due any more, and is not answered. */
  private static final String CLAIM =
      """
      with due as (
        select h.id from host h left join host_check c on c.host_id = h.id
        where h.state in ('enrolled', 'unproven') and coalesce(c.checked_at, '-infinity') <= $1
        order by c.checked_at nulls first limit $3 for update of h skip locked)
      insert into host_check as c (host_id, checked_at, misses) select id, $2, 0 from due
      on conflict (host_id) do update set checked_at = excluded.checked_at where c.checked_at <= $1
      returning host_id""";

  private static final String MISSED =
      "update host_check set misses = misses + 1 where host_id = $1 returning misses";

  private final Pool pool;

  HealthChecks(Pool pool) {
    this.pool = pool;
  }

  /**
   * Hosts that nobody has looked at for long, the longest first; from now on they are the caller's.
   *
   * @param before when they were looked at last, at the latest
   */
  Uni<List<HostId>> claim(Instant before, Instant now, int most) {
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(before.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC), most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new HostId(row.getUUID(0)))
                    .toList());
  }

  /** How often in a row samples of a host were missing, this time included. */
  Uni<Integer> missed(SqlClient sql, HostId host) {
    return sql.preparedQuery(MISSED)
        .execute(Tuple.of(host.value()))
        .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger(0));
  }

  /** They were not. */
  Uni<Void> arrived(SqlClient sql, HostId host) {
    return sql.preparedQuery("update host_check set misses = 0 where host_id = $1 and misses > 0")
        .execute(Tuple.of(host.value()))
        .replaceWithVoid();
  }
}
