package dev.iris.incident.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.intake.Alert.Status;
import dev.iris.incident.lifecycle.Lifecycle.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each row is a story of one series: {@code f5} fires since minute 5, {@code r5-9} fired from minute 5 to minute 9. {@code @20}
 * says that it was received in minute 20; without it all is received at the same moment.
 */
class LifecycleTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = MIDNIGHT.plus(Duration.ofDays(1));

  private final AtomicLong ids = new AtomicLong();
  private final Lifecycle lifecycle =
      new Lifecycle(
          Duration.ofMinutes(15), Duration.ofMinutes(10), () -> new UUID(0, ids.incrementAndGet()));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a firing and its resolve                    | f5 r5-9             | opened resolved",
        "repeats of both                             | f5 f5 r5-9 r5-9     | opened still-firing resolved already-resolved",
        "peers with startsAt seconds apart           | f5 f5.1 r5-9        | opened still-firing resolved",
        "an earlier startsAt than the first peer's   | f5 f3 r3-9          | opened still-firing resolved",
        "Prometheus restarted while it fired         | f5 f8 r8-9          | opened still-firing resolved",
        "a peer behind: its firing after the resolve | f5 r5-9 f5          | opened resolved late-firing",
        "a peer behind: firing until the very end    | f5 r5-9 f9          | opened resolved late-firing",
        "the resolve overtakes the firing            | r5-9 f5             | resolve-of-unknown late-firing",
        "only resolves, from two peers               | r5-9 r5.1-9         | resolve-of-unknown already-resolved",
        "flapping within the window                  | f5 r5-9 f20 r20-21  | opened resolved reopened resolved",
        "again at the last moment of the window      | f5 r5-9 f24         | opened resolved reopened",
        "again after the window                      | f5 r5-9 f24.1       | opened resolved opened",
        "a late resolve of the former episode        | f5 r5-9 f20 r5-9    | opened resolved reopened late-resolve",
        "an even later, repeated one                 | f5 r5-9 f20 r5-9 r20-21 | opened resolved reopened late-resolve resolved",
        "a resolve whose startsAt is an older one    | f5 r2-9             | opened resolved",
        "a resolve that ends before a peer's start   | f5 r5-5             | opened resolved",
        "a newer period known by its resolve alone   | f5 r5-9 r20-21 f20  | opened resolved resolve-of-unknown late-firing",
        "news after such a period                    | f5 r5-9 r20-21 f22  | opened resolved resolve-of-unknown reopened",
        "news after nothing but a resolve            | r5-9 f20            | resolve-of-unknown opened",
        "the startsAt of the year 0                  | f-1064000000 r-1064000000-9 | opened resolved"
      })
  void shouldTellWhatIsNewAndNothingElse(String name, String story, String outcomes) {
    assertThat(outcomesOf(story)).containsExactly(outcomes.split(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Prometheus was away, and it fired all along  | f5@5 r5-9@9 f5@20          | opened resolved reopened",
        "its second resolve                           | f5@5 r5-9@9 f5@20 r5-22@22 | opened resolved reopened resolved",
        "away for days                                | f5@5 r5-9@9 f5@5000        | opened resolved reopened",
        "away twice                                   | f5@5 r5-9@9 f5@20 r5-24@24 f5@35 | opened resolved reopened resolved reopened",
        "a peer behind by a minute                    | f5@5 r5-9@9 f5@10          | opened resolved late-firing",
        "a peer behind by as much as peers may lag    | f5@5 r5-9@9 f5@19          | opened resolved late-firing",
        "and by a little more                         | f5@5 r5-9@9 f5@19.1        | opened resolved reopened",
        "peers repeat what fires again                | f5@5 r5-9@9 f5@20 f5.1@20.2 | opened resolved reopened still-firing",
        "a resolve that reached Iris late             | f5@5 r5-9@60 f5@65         | opened resolved late-firing",
        "replicas swap a firing and its resolve       | r5-9@9 f5@5                | resolve-of-unknown late-firing",
        "a resolve from the queue, its firing later   | r5-9@60 f5@5               | resolve-of-unknown late-firing",
        "the first resolve again, from a peer behind  | f5@5 r5-9@9 f5@20 r5-9@20.5 | opened resolved reopened late-resolve",
        "a firing nobody told of, long after its end  | r5-9@9 f5@25               | resolve-of-unknown opened",
        "an end ahead of all clocks but believable    | f5@5 r5-500@9 f20@25       | opened resolved reopened",
        "an honest startsAt needs no waiting          | f5@5 r5-9@9 f9.1@9.2       | opened resolved reopened"
      })
  void shouldBelieveAFiringThatIsHeardTooLateForAStraggler(
      String name, String story, String outcomes) {
    assertThat(outcomesOf(story)).containsExactly(outcomes.split(" "));
  }

  @Test
  void shouldLetAnEpisodeThatIsBelievedBeginWhereTheLastOneEnded() {
    SeriesState state = stateAfter("f5@5 r5-9@9 f5@20");

    assertThat(state)
        .isInstanceOfSatisfying(
            SeriesState.Firing.class,
            firing -> {
              assertThat(firing.episode().startedAt()).isEqualTo(minute("9"));
              assertThat(firing.incident().startsAt()).isEqualTo(minute("5"));
            });
  }

  @Test
  void shouldCountFlapsAndVersionsAndKeepTheIncident() {
    SeriesState state = stateAfter("f5 r5-9 f12 r12-13 f14");

    assertThat(state)
        .isInstanceOfSatisfying(
            SeriesState.Firing.class,
            firing -> {
              assertThat(firing.incident().flaps()).isEqualTo(2);
              assertThat(firing.incident().version()).isEqualTo(5);
              assertThat(firing.incident().startsAt()).isEqualTo(minute("5"));
              assertThat(firing.episode().startedAt()).isEqualTo(minute("14"));
              assertThat(firing.episode().incidentId()).isEqualTo(firing.incident().id());
            });
  }

  @Test
  void shouldKeepMicroseconds() {
    Instant precise = MIDNIGHT.plusNanos(123_456_000);

    Outcome outcome =
        lifecycle.apply(
            new SeriesState.Unheard(), new Occurrence(Status.FIRING, precise, null), NOW);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.News.class, news -> assertThat(news.at()).isEqualTo(precise));
  }

  @Test
  void shouldTakeTheTimeOfReceiptForAResolveWithoutAnEnd() {
    SeriesState firing = stateAfter("f5");

    Outcome outcome =
        lifecycle.apply(firing, new Occurrence(Status.RESOLVED, minute("5"), null), NOW);

    assertThat(outcome.state())
        .isInstanceOfSatisfying(
            SeriesState.Quiet.class,
            quiet -> assertThat(quiet.lastEnd()).isEqualTo(new Episode.End(NOW, NOW)));
  }

  @Test
  void shouldNotGoDeafAfterATimeThatNoClockShows() {
    Instant never = Instant.parse("9999-12-31T23:59:59Z");
    SeriesState firing =
        lifecycle
            .apply(new SeriesState.Unheard(), new Occurrence(Status.FIRING, never, null), NOW)
            .state();
    SeriesState quiet =
        lifecycle
            .apply(firing, new Occurrence(Status.RESOLVED, never, never), NOW.plusSeconds(1))
            .state();

    Outcome again =
        lifecycle.apply(
            quiet, new Occurrence(Status.FIRING, NOW.plusSeconds(60), null), NOW.plusSeconds(61));

    assertThat(again)
        .isInstanceOfSatisfying(
            Outcome.News.class,
            news -> assertThat(news.transition()).isEqualTo(Transition.REOPENED));
  }

  private List<String> outcomesOf(String story) {
    List<String> outcomes = new ArrayList<>();
    tell(story, outcomes);
    return outcomes;
  }

  private SeriesState stateAfter(String story) {
    return tell(story, new ArrayList<>());
  }

  private SeriesState tell(String story, List<String> outcomes) {
    SeriesState state = new SeriesState.Unheard();
    for (String part : story.split(" ", -1)) {
      String[] said = part.split("@", -1);
      Instant heardAt = said.length == 1 ? NOW : minute(said[1]);
      Outcome outcome = lifecycle.apply(state, occurrence(said[0]), heardAt);
      outcomes.add(name(outcome));
      state = outcome.state();
    }
    return state;
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Merged merged -> merged.reason().code();
      case Outcome.Remembered _ -> Outcome.Reason.RESOLVE_OF_UNKNOWN.code();
      case Outcome.News news -> news.transition().name().toLowerCase(Locale.ROOT);
    };
  }

  private static Occurrence occurrence(String part) {
    int dash = part.lastIndexOf('-');
    return part.startsWith("f")
        ? new Occurrence(Status.FIRING, minute(part.substring(1)), null)
        : new Occurrence(
            Status.RESOLVED, minute(part.substring(1, dash)), minute(part.substring(dash + 1)));
  }

  private static Instant minute(@Nullable String text) {
    return MIDNIGHT.plusSeconds(Math.round(Double.parseDouble(text) * 60));
  }
}
