package dev.iris.incident.reconciliation;

import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether each peer answers: the same at every replica, whichever asked. */
final class PeerStore {

  private static final String ANSWERED =
      """
      insert into alertmanager_peer as p (source, peer, reachable, reason, since)
      select $1, n.peer, n.reason is null, n.reason, $2 from unnest($3::text[], $4::text[]) as n (peer, reason)
      on conflict (source, peer) do update set reachable = excluded.reachable, reason = excluded.reason,
        since = case when p.reachable = excluded.reachable then p.since else excluded.since end
      returning peer, reason, since = $2 as changed
      """;

  private static final String REMOVED =
      "delete from alertmanager_peer where source = $1 and not peer = any($2::text[])";

  private static final String ALL = "select source, peer, reachable from alertmanager_peer";

  private PeerStore() {}

  /** A peer that answers now and did not before, or the other way round. */
  record Changed(String peer, @Nullable String reason) {}

  /** Whether a peer answers. */
  record Reachable(String source, String peer, boolean reachable) {}

  /** Stores the answers of all peers of a source; tells what is different from before. */
  static Uni<List<Changed>> store(
      SqlConnection sql, String source, List<PeerAnswer> answers, Instant now) {
    Tuple rows =
        Columns.of(answers)
            .same(source)
            .same(now)
            .texts(answer -> answer.peer().name())
            .texts(answer -> answer instanceof PeerAnswer.Silent silent ? silent.reason() : null)
            .parameters();
    String[] names = answers.stream().map(answer -> answer.peer().name()).toArray(String[]::new);
    return sql.preparedQuery(REMOVED)
        .execute(Tuple.of(source, names))
        .chain(() -> sql.preparedQuery(ANSWERED).execute(rows))
        .map(
            stored -> {
              List<Changed> changed = new ArrayList<>();
              stored.forEach(
                  row -> {
                    if (row.getBoolean("changed")) {
                      changed.add(new Changed(row.getString("peer"), row.getString("reason")));
                    }
                  });
              return changed;
            });
  }

  static Uni<List<Reachable>> all(SqlClient sql) {
    return sql.query(ALL)
        .execute()
        .map(
            rows -> {
              List<Reachable> all = new ArrayList<>();
              rows.forEach(
                  row ->
                      all.add(
                          new Reachable(
                              row.getString("source"),
                              row.getString("peer"),
                              row.getBoolean("reachable"))));
              return all;
            });
  }
}
