package dev.iris.incident.ledger;

import dev.iris.incident.ledger.LedgerReport.Discrepancy;
import dev.iris.incident.sql.Snapshots;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Draws up the ledger of a window, from the rows as they are at one moment. */
@ApplicationScoped
class Ledger {

  private static final String NOTIFIERS_OWN = "select discrepancies from delivery_audit";

  private final Snapshots snapshots;
  private final LedgerConfig config;
  private final Clock clock;

  Ledger(Snapshots snapshots, LedgerConfig config, Clock clock) {
    this.snapshots = snapshots;
    this.config = config;
    this.clock = clock;
  }

  Uni<LedgerReport> of(Window asked) {
    return snapshots.read(sql -> asked.known(sql).chain(window -> of(sql, window)));
  }

  private Uni<LedgerReport> of(SqlConnection sql, Window window) {
    return Uni.combine()
        .all()
        .unis(Figures.of(sql, window), discrepancies(sql, window))
        .with((figures, found) -> report(window, figures, found));
  }

  private Uni<List<Discrepancy>> discrepancies(SqlConnection sql, Window window) {
    Instant queuedBefore = clock.instant().minus(config.queuedTooLong());
    List<Uni<List<Discrepancy>>> searches = new ArrayList<>();
    Stream.of(Check.values()).map(check -> check.run(sql, window)).forEach(searches::add);
    searches.add(IntakeCheck.run(sql, window, queuedBefore));
    searches.add(sql.query(NOTIFIERS_OWN).execute().map(Ledger::notifiersOwn));
    return Uni.join()
        .all(searches)
        .andFailFast()
        .map(found -> found.stream().flatMap(List::stream).toList());
  }

  private static LedgerReport report(Window window, Figures figures, List<Discrepancy> found) {
    List<Discrepancy> discrepancies = new ArrayList<>(found);
    if (found.isEmpty() && !figures.occurrences().addUp()) {
      discrepancies.add(sum("Received alerts and their outcomes do not add up."));
    }
    if (found.isEmpty() && !figures.news().addUp(figures.occurrences().news())) {
      discrepancies.add(sum("News and decisions do not add up."));
    }
    return new LedgerReport(
        window.from(),
        window.to(),
        figures.occurrences(),
        figures.news(),
        figures.withheldBy(),
        figures.deliveries(),
        discrepancies.isEmpty(),
        discrepancies);
  }

  private static Discrepancy sum(String problem) {
    return new Discrepancy("sum", "no single alert", null, problem);
  }

  private static List<Discrepancy> notifiersOwn(RowSet<Row> rows) {
    List<Discrepancy> found = new ArrayList<>();
    for (Row row : rows) {
      for (Object entry : row.getJsonArray("discrepancies")) {
        JsonObject one = (JsonObject) entry;
        found.add(
            new Discrepancy("notifier", one.getString("alert"), null, one.getString("problem")));
      }
    }
    return found;
  }
}
