package dev.iris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.bench.Arrivals.Comparison;
import dev.iris.bench.Arrivals.Told;
import dev.iris.bench.Arrivals.Transition;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final Transition ONE = new Transition("run", "host-1", "opened");
  private static final Transition OTHER = new Transition("run", "host-2", "opened");
  private static final Transition END = new Transition("run", "host-1", "resolved");

  @Test
  void shouldFindNothingWhereAllArrivedOnce() {
    assertThat(
            new Arrivals(Map.of(ONE, 1, OTHER, 1), Told.NOTHING, Told.NOTHING)
                .comparedWith(Set.of(ONE, OTHER)))
        .isEqualTo(new Comparison(0, 0, 0))
        .satisfies(comparison -> assertThat(comparison.same()).isTrue());
  }

  @Test
  void shouldCountWhatIsMissingWhatCameTwiceAndWhatWasNeverSent() {
    Arrivals arrivals = new Arrivals(Map.of(ONE, 3, END, 1), Told.NOTHING, Told.NOTHING);

    assertThat(arrivals.comparedWith(Set.of(ONE, OTHER)))
        .isEqualTo(new Comparison(1, 1, 1))
        .satisfies(comparison -> assertThat(comparison.same()).isFalse());
  }

  @Test
  void shouldExpectWhatThePayloadsBegan() {
    Payloads payloads = new Payloads("run");
    String first = payloads.group(0, 2);
    String second = payloads.group(7, 2);
    payloads.ended(0, 2);

    assertThat(payloads.opened())
        .hasSize(4)
        .allSatisfy(
            transition -> assertThat(first + second).contains("\"" + transition.instance() + "\""));
  }
}
