package dev.iris.incident.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import dev.iris.incident.lifecycle.Telling.Kind;
import dev.iris.incident.lifecycle.Telling.Part;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random stories in random orders through the whole service, from the webhook to the ledger's rows, against {@link AlertModel}. */
@QuarkusTest
@WithPeers
class StoriesTest {

  private static final int STORIES = 3;

  @Inject Scenario scenario;

  @Test
  void shouldStoreWhatTheModelSays() {
    long seed = System.nanoTime();
    for (int i = 0; i < STORIES; i++) {
      tell(seed + i);
    }
  }

  private void tell(long seed) {
    String source = Scenario.newSource();
    List<Telling> tellings = new ArrayList<>(PeersStory.of(seed).tellings());
    Collections.shuffle(tellings, new Random(seed));
    AlertModel model = new AlertModel();
    // All is heard within the lag of peers, whatever it tells of.
    Instant heardAt = Instant.now();
    List<String> wanted = new ArrayList<>();
    for (Telling telling : tellings) {
      scenario.post(source, body(telling)).statusCode(200);
      telling.parts().forEach(part -> wanted.add(wanted(model, part, heardAt)));
    }
    scenario.awaitTakenUp(source);

    assertThat(outcomes(source)).as("seed %d", seed).isEqualTo(wanted);
    assertThat(
            series(
                "select fingerprint, count(*) from incident where source = $1 group by 1", source))
        .as("seed %d", seed)
        .isEqualTo(counted(model, true));
    assertThat(
            series(
                """
                select s.fingerprint, count(*) from series s join episode e on e.series_id = s.id
                where s.source = $1 and e.ended_at is null group by 1""",
                source))
        .as("seed %d", seed)
        .isEqualTo(counted(model, false));
  }

  private static String wanted(AlertModel model, Part part, Instant heardAt) {
    return switch (part.kind()) {
      case UNUSABLE -> "rejected";
      case WATCHDOG -> "merged";
      case FIRING, RESOLVED ->
          model.hear(
              part.fingerprint(),
              part.kind() == Kind.FIRING,
              part.startsAt(),
              part.endsAt(),
              heardAt);
    };
  }

  private List<String> outcomes(String source) {
    return scenario
        .rows(
            """
            select coalesce(t.kind, o.outcome) from occurrence o join intake i on i.id = o.intake_id
            left join transition t on t.id = o.transition_id
            where i.source = $1 order by i.received_at, i.id, o.ordinal""",
            source)
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private Map<String, Long> series(String sql, String source) {
    return scenario.rows(sql, source).stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
  }

  private static Map<String, Long> counted(AlertModel model, boolean incidents) {
    return model.all().entrySet().stream()
        .filter(series -> incidents ? series.getValue().incidents > 0 : series.getValue().fires())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, series -> incidents ? series.getValue().incidents : 1L));
  }

  private static String body(Telling telling) {
    Payload payload = Payload.group("g");
    for (Part part : telling.parts()) {
      JsonObject labels =
          Payload.labels(
              part.kind() == Kind.WATCHDOG ? "Watchdog" : "HighMemory", "web" + part.series());
      String startsAt = part.kind() == Kind.UNUSABLE ? "yesterday" : part.startsAt().toString();
      String status = part.kind() == Kind.RESOLVED ? "resolved" : "firing";
      String endsAt = Objects.requireNonNullElse(part.endsAt(), Instant.EPOCH).toString();
      payload.raw(
          Payload.alert(status, labels, startsAt, endsAt).put("fingerprint", part.fingerprint()));
    }
    return payload.json();
  }
}
