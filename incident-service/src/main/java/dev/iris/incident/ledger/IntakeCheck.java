package dev.iris.incident.ledger;

import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.Intakes;
import dev.iris.incident.intake.StoredIntake;
import dev.iris.incident.ledger.LedgerReport.Discrepancy;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Searches for webhooks whose alerts are not accounted for: taken up, but with an occurrence missing, or waiting for too long.
 * The body says which alerts they are.
 */
final class IntakeCheck {

  /** Bodies are large, and the first few say what is wrong. */
  private static final int MOST_BODIES = 10;

  private static final String SUSPECTS =
      """
      select i.id, i.taken_at is null as queued, o.ordinals
      from intake i
      cross join lateral (
        select count(*) as n, coalesce(array_agg(ordinal), '{}') as ordinals from occurrence where intake_id = i.id) o
      where i.received_at >= $1 and i.received_at < $2
        and case when i.taken_at is null then i.received_at < $3 else o.n <> i.alert_count end
      order by i.received_at limit 10
      """;

  private IntakeCheck() {}

  private record Suspect(boolean queued, Set<Integer> ordinals) {}

  static Uni<List<Discrepancy>> run(SqlConnection sql, Window window, Instant queuedBefore) {
    Tuple parameters = window.parameters().addValue(queuedBefore.atOffset(ZoneOffset.UTC));
    return sql.preparedQuery(SUSPECTS)
        .execute(parameters)
        .chain(
            rows -> {
              Map<UUID, Suspect> suspects = new HashMap<>();
              rows.forEach(
                  row ->
                      suspects.put(
                          row.getUUID("id"),
                          new Suspect(
                              row.getBoolean("queued"),
                              Arrays.stream(row.getArrayOfIntegers("ordinals"))
                                  .collect(Collectors.toSet()))));
              return suspects.isEmpty() ? Uni.createFrom().item(List.of()) : name(sql, suspects);
            });
  }

  private static Uni<List<Discrepancy>> name(SqlConnection sql, Map<UUID, Suspect> suspects) {
    return Intakes.loadAll(sql, suspects.keySet().stream().limit(MOST_BODIES).toList())
        .map(
            intakes -> {
              List<Discrepancy> found = new ArrayList<>();
              for (StoredIntake intake : intakes) {
                Suspect suspect = suspects.get(intake.id());
                if (suspect != null) {
                  name(intake, suspect).limit(Check.MOST).forEach(found::add);
                }
              }
              return found;
            });
  }

  private static Stream<Discrepancy> name(StoredIntake intake, Suspect suspect) {
    String kind = suspect.queued() ? "queued-too-long" : "occurrence-missing";
    String problem =
        suspect.queued()
            ? "It was received at %s and was not taken up yet.".formatted(intake.receivedAt())
            : "It was received at %s, but what became of it is not recorded."
                .formatted(intake.receivedAt());
    return intake.group().alerts().stream()
        .filter(alert -> !suspect.ordinals().contains(alert.ordinal()))
        .map(alert -> new Discrepancy(kind, name(alert), null, problem));
  }

  private static String name(Alert alert) {
    return switch (alert) {
      case Alert.Usable usable -> Check.alert(usable.name(), usable.labels().get("instance"));
      case Alert.Unusable unusable -> "unusable alert (" + unusable.flaw().code() + ")";
    };
  }
}
