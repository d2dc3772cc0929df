package dev.iris.incident.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertGroup;
import dev.iris.incident.intake.StoredIntake;
import dev.iris.incident.lifecycle.Changes.EpisodeChange;
import dev.iris.incident.lifecycle.Changes.IncidentChange;
import dev.iris.incident.lifecycle.Changes.OccurrenceRow;
import dev.iris.incident.lifecycle.Changes.TransitionRow;
import dev.iris.incident.lifecycle.GroupFold.Series;
import dev.iris.incident.lifecycle.GroupFold.SeriesKey;
import dev.iris.incident.lifecycle.Telling.Kind;
import dev.iris.incident.lifecycle.Telling.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random webhooks in random orders of arrival, folded one after the other as the service does, against {@link AlertModel}. */
class LifecycleModelTest {

  private static final int MAX_SERIES = 4;

  @Property(tries = 2_000)
  void shouldDoWhatTheModelSaysWhateverIsToldInWhateverOrder(
      @ForAll("anything") List<Telling> tellings) {
    Run run = new Run();

    tellings.forEach(run::takeUp);

    run.assertStateOfTheModel();
    run.assertEachTransitionOnce();
  }

  @Property(tries = 1_000)
  void shouldTellAStoryOnceHoweverManyPeersTellIt(@ForAll long seed) {
    PeersStory story = PeersStory.of(seed);
    Run run = new Run();

    story.tellings().forEach(run::takeUp);

    for (int i = 0; i < story.periods().size(); i++) {
      AlertModel.Series series = run.model.of(fingerprint(i));
      boolean fires = story.fires().get(i);
      assertThat(series.fires()).isEqualTo(fires);
      assertThat(series.incidents).isEqualTo(story.incidents().get(i));
      assertThat(series.news).isEqualTo(2 * story.periods().get(i) - (fires ? 1 : 0));
    }
    run.assertStateOfTheModel();
  }

  @Provide
  Arbitrary<List<Telling>> anything() {
    Arbitrary<Kind> kind =
        Arbitraries.frequency(
            Tuple.of(5, Kind.FIRING),
            Tuple.of(5, Kind.RESOLVED),
            Tuple.of(1, Kind.UNUSABLE),
            Tuple.of(1, Kind.WATCHDOG));
    Arbitrary<Double> minute = Arbitraries.integers().between(0, 240).map(quarter -> quarter / 4.0);
    Arbitrary<Part> part =
        Combinators.combine(
                kind, Arbitraries.integers().between(0, 2), minute, minute.injectNull(0.1))
            .as(Part::new);
    Arbitrary<List<Part>> parts = part.list().ofMinSize(1).ofMaxSize(5);
    return Combinators.combine(minute, parts).as(Telling::new).list().ofMinSize(1).ofMaxSize(15);
  }

  private static String fingerprint(int series) {
    return new Part(Kind.FIRING, series, 0, null).fingerprint();
  }

  private static UUID seriesId(int series) {
    return new UUID(1, series);
  }

  /** One story as it is taken up. */
  private static final class Run {

    private static final String SOURCE = "default";

    private final AlertModel model = new AlertModel();
    private final AtomicLong ids = new AtomicLong();
    private final GroupFold fold =
        new GroupFold(
            new Lifecycle(
                AlertModel.REOPEN_WITHIN,
                AlertModel.PEER_LAG,
                () -> new UUID(0, ids.incrementAndGet())),
            "Watchdog",
            IntStream.range(0, MAX_SERIES)
                .mapToObj(
                    i ->
                        new Series(
                            seriesId(i),
                            new SeriesKey(SOURCE, fingerprint(i)),
                            new SeriesState.Unheard()))
                .toList());

    void takeUp(Telling telling) {
      List<Alert> alerts = new ArrayList<>();
      telling.parts().forEach(part -> alerts.add(part.alert(alerts.size())));
      UUID id = new UUID(2, ids.incrementAndGet());
      StoredIntake intake =
          new StoredIntake(id, SOURCE, telling.heardAt(), alerts.size(), 0, new byte[0]);
      List<String> wanted = telling.parts().stream().map(part -> wanted(part, telling)).toList();

      int news = fold.fold(new TakenGroup(intake, new AlertGroup(Map.of(), 0, alerts))).size();

      List<OccurrenceRow> rows =
          fold.changes().occurrences().stream().filter(row -> row.intakeId().equals(id)).toList();
      assertThat(rows)
          .extracting(OccurrenceRow::ordinal)
          .containsExactlyElementsOf(alerts.stream().map(Alert::ordinal).toList());
      assertThat(outcomes(rows)).containsExactlyElementsOf(wanted);
      assertThat(rows.stream().filter(row -> row.outcome().equals("news"))).hasSize(news);
    }

    /** The last truth is what is stored: at most one open episode a series, and as many incidents as the model counts. */
    void assertStateOfTheModel() {
      Changes changes = fold.changes();
      for (int i = 0; i < MAX_SERIES; i++) {
        UUID id = seriesId(i);
        AlertModel.Series series = model.of(fingerprint(i));
        List<IncidentChange> incidents =
            changes.incidents(true).stream().filter(one -> one.seriesId().equals(id)).toList();
        assertThat(
                changes.episodes(true).stream()
                    .filter(one -> one.seriesId().equals(id))
                    .map(EpisodeChange::episode)
                    .filter(Episode.Open.class::isInstance)
                    .map(Episode::startedAt))
            .isEqualTo(series.firingSince == null ? List.of() : List.of(series.firingSince));
        assertThat(incidents).hasSize(series.incidents);
        assertThat(
                incidents.stream()
                    .map(IncidentChange::incident)
                    .filter(Incident.Open.class::isInstance)
                    .map(Incident::flaps))
            .isEqualTo(series.fires() ? List.of(series.flaps) : List.of());
      }
      assertThat(changes.episodes(false)).isEmpty();
      assertThat(changes.incidents(false)).isEmpty();
    }

    /** News are unique per episode, and an incident counts them without a gap. */
    void assertEachTransitionOnce() {
      Map<UUID, Long> versions = new HashMap<>();
      assertThat(
              fold.changes().transitions().stream().map(row -> row.episodeId() + " " + row.kind()))
          .doesNotHaveDuplicates();
      for (TransitionRow row : fold.changes().transitions()) {
        assertThat(row.incidentVersion())
            .isEqualTo(versions.merge(row.incidentId(), 1L, Long::sum));
      }
    }

    private String wanted(Part part, Telling telling) {
      return switch (part.kind()) {
        case UNUSABLE -> "rejected";
        case WATCHDOG -> "merged";
        case FIRING, RESOLVED ->
            model.hear(
                part.fingerprint(),
                part.kind() == Kind.FIRING,
                part.startsAt(),
                part.endsAt(),
                telling.heardAt());
      };
    }

    private List<String> outcomes(List<OccurrenceRow> rows) {
      Map<UUID, String> kinds = new HashMap<>();
      fold.changes()
          .transitions()
          .forEach(row -> kinds.put(row.id(), row.kind().name().toLowerCase(Locale.ROOT)));
      return rows.stream()
          .map(
              row ->
                  row.transitionId() == null
                      ? row.outcome()
                      : kinds.getOrDefault(row.transitionId(), "?"))
          .toList();
    }
  }
}
