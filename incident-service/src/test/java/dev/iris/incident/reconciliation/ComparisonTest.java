package dev.iris.incident.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iris.incident.reconciliation.Comparison.Absences;
import dev.iris.incident.reconciliation.Comparison.Look;
import dev.iris.incident.reconciliation.OpenIncident.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  private static final String FINGERPRINT = "00000000000000aa";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final UUID ID = new UUID(0, 1);
  private static final Source SOURCE = new Source("default", List.of(), Set.of("iris"), true);

  private final Comparison comparison = new Comparison(Settings.USUAL);

  /** {@code lasted}: minutes of absence before this look, which comes a minute after the last whole one. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "known to a peer                      | true  | true  | false |    |    |",
        "lacked for the first time            | false | true  | false |    |    | absent",
        "lacked for nine minutes              | false | true  | false | 8  |    | absent",
        "lacked for ten                       | false | true  | false | 9  |    | absent stale",
        "lacked on, stale already             | false | true  | true  | 30 |    | absent",
        "lacked for an hour                   | false | true  | true  | 59 |    | absent close",
        "closed a minute ago, not taken up    | false | true  | true  | 60 | 1  | absent",
        "closed long ago, and nothing came    | false | true  | true  | 75 | 15 | absent close",
        "not all peers answered               | false | false | false | 59 |    |",
        "known again, though not all answered | true  | false | true  | 30 |    | seen-again",
        "known again before it was stale      | true  | true  | false | 5  |    | seen-again"
      })
  void shouldBelieveAPresenceOfAnyAndAnAbsenceOnlyOfAll(
      String name,
      boolean known,
      boolean whole,
      boolean stale,
      @Nullable Integer lasted,
      @Nullable Integer closingAgo,
      @Nullable String expected) {
    Absence absence =
        lasted == null
            ? null
            : new Absence(
                Duration.ofMinutes(lasted),
                closingAgo == null ? null : NOW.minus(Duration.ofMinutes(closingAgo)));

    Absences found =
        comparison.absences(
            List.of(new OpenIncident(ID, FINGERPRINT, stale, absence)),
            new Look(
                view(known ? Set.of(FINGERPRINT) : Set.of("00000000000000bb")),
                whole,
                Duration.ofMinutes(1)),
            NOW);

    assertThat(describe(found)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "seen for the first time            |    |   | iris  | false | false",
        "seen for four minutes              | 4  |   | iris  | false | false",
        "seen for five                      | 5  |   | iris  | false | true",
        "reported a minute ago              | 6  | 1 | iris  | false | false",
        "reported before, and nothing came  | 12 | 5 | iris  | false | true",
        "routed to somebody else            | 60 |   | email | false | false",
        "silenced at another peer           | 60 |   | iris  | true  | false"
      })
  void shouldReportWhatWasMissedForLongEnough(
      String name,
      @Nullable Integer sinceAgo,
      @Nullable Integer reportedAgo,
      String receiver,
      boolean suppressed,
      boolean reported) {
    Map<String, MissedFiring> before =
        sinceAgo == null
            ? Map.of()
            : Map.of(
                FINGERPRINT,
                new MissedFiring(
                    NOW.minus(Duration.ofMinutes(sinceAgo)),
                    reportedAgo == null ? null : NOW.minus(Duration.ofMinutes(reportedAgo))));
    PeerView view =
        new PeerView(
            Set.of(FINGERPRINT),
            suppressed ? Set.of(FINGERPRINT) : Set.of(),
            Map.of(FINGERPRINT, alert(receiver)),
            false);

    assertThat(comparison.missed(SOURCE, view, Set.of(), before, NOW).report())
        .hasSize(reported ? 1 : 0);
  }

  @Test
  void shouldNotMissWhatHasAnIncidentByNow() {
    PeerView view =
        new PeerView(Set.of(FINGERPRINT), Set.of(), Map.of(FINGERPRINT, alert("iris")), false);

    assertThat(comparison.missed(SOURCE, view, Set.of(FINGERPRINT), Map.of(), NOW).missed())
        .isEmpty();
  }

  @Test
  void shouldRefuseSettingsThatCanNotBeMeant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Comparison(Settings.USUAL.staleAfter(Duration.ofHours(2))))
        .withMessageContaining("stale-after");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Comparison(Settings.USUAL.timeout(Duration.ofMinutes(1))))
        .withMessageContaining("timeout");
  }

  private static PeerView view(Set<String> known) {
    return new PeerView(known, Set.of(), Map.of(), true);
  }

  private static PeerAlert alert(String receiver) {
    return new PeerAlert(
        FINGERPRINT, Map.of("alertname", "A"), Map.of(), NOW, null, Set.of(receiver));
  }

  private static String describe(Absences found) {
    StringBuilder text = new StringBuilder();
    text.append(found.absent().contains(ID) ? "absent " : "");
    text.append(found.stale().contains(ID) ? "stale " : "");
    text.append(found.close().contains(ID) ? "close " : "");
    text.append(found.seenAgain().contains(ID) ? "seen-again" : "");
    return text.toString().strip();
  }
}
