package dev.iris.incident.reconciliation;

import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.OwnGroup.OwnAlert;
import dev.iris.incident.reconciliation.Comparison.Missed;
import dev.iris.incident.sql.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Alerts that peers have as active and that are of no open incident. */
final class MissedStore {

  /** What a firing says that nobody posted. */
  private static final String FOUND_BY_IRIS =
      "Found by Iris at Alertmanager: no webhook had told of it.";

  private static final String LOAD =
      "select fingerprint, since, reported_at from missed_firing where source = $1";

  private static final String OVER =
      "delete from missed_firing where source = $1 and not fingerprint = any($2::text[])";

  private static final String MISSED =
      """
      insert into missed_firing (source, fingerprint, since) select $1, fingerprint, $3 from unnest($2::text[]) as m (fingerprint)
      on conflict (source, fingerprint) do nothing
      """;

  private static final String REPORTED =
      "update missed_firing set reported_at = $3 where source = $1 and fingerprint = any($2::text[])";

  private MissedStore() {}

  static Uni<Map<String, MissedFiring>> load(SqlConnection sql, String source) {
    return sql.preparedQuery(LOAD)
        .execute(Tuple.of(source))
        .map(
            rows -> {
              Map<String, MissedFiring> found = new HashMap<>();
              rows.forEach(
                  row ->
                      found.put(
                          row.getString("fingerprint"),
                          new MissedFiring(
                              Cells.timeOf(row, "since"), Cells.time(row, "reported_at"))));
              return found;
            });
  }

  /** Stores what was found; answers the firings that are to be reported. */
  static Uni<List<OwnAlert>> store(SqlConnection sql, String source, Missed found, Instant now) {
    OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
    String[] missed = found.missed().toArray(String[]::new);
    String[] reported = found.report().stream().map(PeerAlert::fingerprint).toArray(String[]::new);
    return sql.preparedQuery(OVER)
        .execute(Tuple.of(source, missed))
        .chain(() -> sql.preparedQuery(MISSED).execute(Tuple.of(source, missed, at)))
        .chain(() -> sql.preparedQuery(REPORTED).execute(Tuple.of(source, reported, at)))
        .replaceWith(() -> found.report().stream().map(MissedStore::firing).toList());
  }

  private static OwnAlert firing(PeerAlert alert) {
    Map<String, String> annotations = new HashMap<>(alert.annotations());
    annotations.put("iris", FOUND_BY_IRIS);
    return new OwnAlert(
        Alert.Status.FIRING,
        alert.fingerprint(),
        alert.labels(),
        annotations,
        alert.startsAt(),
        null,
        alert.generatorUrl());
  }
}
