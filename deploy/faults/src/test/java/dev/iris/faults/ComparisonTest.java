package dev.iris.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.faults.News.Kind;
import dev.iris.faults.Rows.Believed;
import dev.iris.faults.Told.Item;
import dev.iris.faults.Told.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The judge is judged: it must see what is lost, doubled or claimed. */
class ComparisonTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final News NEWS = new News(7, 1, Kind.OPENED);

  private final Findings findings = new Findings();

  @Test
  void shouldFindNothingWhereAllArrivedOnce() {
    Comparison comparison = compare(List.of(accepted("d1", "t1")), told("d1", "t1"));

    assertThat(findings.lines()).isEmpty();
    assertThat(comparison.doubles()).isEmpty();
  }

  @Test
  void shouldFindNewsThatNeverBecameAny() {
    Comparison comparison = compare(List.of());

    assertThat(findings.lines())
        .contains("sent, and never told by webhook: 1", "sent, and no news to Iris: 1");
    assertThat(comparison.lost()).containsExactly(NEWS);
  }

  @Test
  void shouldFindWhatIrisBelievesAndNobodyReceived() {
    compare(List.of(accepted("d1", "t1"), accepted("d2", "t1")), told("d1", "t1"));

    assertThat(findings.lines())
        .contains("Iris believes it was taken, and it never arrived: webhook: 1");
  }

  @Test
  void shouldFindTheSameThingToldAsTwo() {
    compare(
        List.of(accepted("d1", "t1"), accepted("d2", "t2")), told("d1", "t1"), told("d2", "t2"));

    assertThat(findings.lines())
        .contains(
            "told as two different pieces of news: 1",
            "told by webhook in two different deliveries: 1");
  }

  @Test
  void shouldHandOverMessagesThatCameTwiceToBeExplained() {
    Comparison comparison =
        compare(List.of(accepted("d1", "t1")), told("d1", "t1"), told("d1", "t1"));

    assertThat(comparison.doubles()).containsOnlyKeys("d1");
  }

  @Test
  void shouldAcceptWhatAPlaceRefusedAndAnotherOneTook() {
    Believed refused = new Believed(NEWS, "t1", "d1", "webhook", "failed", "http-410");
    Believed elsewhere = new Believed(NEWS, "t1", "d2", "teams", "accepted", "");

    compare(List.of(refused, elsewhere));

    assertThat(findings.lines()).isEmpty();
  }

  @Test
  void shouldFindWhatWasGivenUpWithoutBeingRefused() {
    Believed givenUp = new Believed(NEWS, "t1", "d2", "teams", "failed", "timeout");

    compare(List.of(accepted("d1", "t1"), givenUp), told("d1", "t1"));

    assertThat(findings.lines()).contains("given up, though nobody refused it for good: 1");
  }

  @Test
  void shouldFindNewsThatWasRefusedEverywhere() {
    compare(List.of(new Believed(NEWS, "t1", "d1", "webhook", "failed", "http-410")));

    assertThat(findings.lines())
        .contains("sent, and never told by webhook: 1", "sent, and nobody was reached: 1");
  }

  private Comparison compare(List<Believed> believed, Told... webhooks) {
    Comparison comparison =
        new Comparison(
            Map.of(NEWS, NOW),
            believed,
            Receipts.of(Set.of("d1", "d2")),
            Map.of("webhook", Arrays.asList(webhooks)),
            findings);
    comparison.run();
    return comparison;
  }

  private static Believed accepted(String delivery, String transition) {
    return new Believed(NEWS, transition, delivery, "webhook", "accepted", "");
  }

  private static Told told(String delivery, String transition) {
    return new Told(
        "webhook", Scope.DELIVERY, delivery, NOW, 1, List.of(new Item(transition, NEWS)));
  }
}
