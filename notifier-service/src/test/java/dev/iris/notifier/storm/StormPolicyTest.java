package dev.iris.notifier.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.notifier.storm.StormPolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StormPolicyTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Instant T0 = Instant.parse("2026-11-22T18:00:00Z");
  private static final Place PLACE = new Place("chat", "", "team");
  private static final int PLENTY = 1_000;

  private final StormPolicy policy = new StormPolicy(20, MINUTE, Duration.ofSeconds(2), MINUTE);

  @ParameterizedTest(name = "{0} messages, {1} news, the largest {2}: {3}")
  @CsvSource({
    "20, 20, 1, false",
    "21, 21, 1, true",
    "1, 50, 50, false",
    "2, 51, 50, false",
    "11, 60, 50, false",
    "12, 61, 50, true",
    "2, 100, 50, true",
  })
  void shouldBeginWithMoreNewsThanTheThresholdUnlessNearlyAllAreInOneMessage(
      long messages, long news, long largest, boolean storm) {
    Load load = new Load(messages, news, largest, T0);

    assertThat(policy.judge(PLACE, Optional.empty(), one(), load, PLENTY, T0))
        .as("told within the window")
        .isInstanceOf(storm ? Verdict.Later.class : Verdict.OneByOne.class);
    assertThat(policy.judge(PLACE, Optional.empty(), load, one(), PLENTY, T0))
        .as("waiting")
        .isInstanceOf(storm ? Verdict.Later.class : Verdict.OneByOne.class);
  }

  @ParameterizedTest(name = "{0} messages wait and there is room for {1}: {2}")
  @CsvSource({"2, 1, true", "1, 0, false", "5, 5, false", "5, 4, true"})
  void shouldBeginWhenTheRateLimitIsInTheWay(long messages, int room, boolean storm) {
    Load waiting = new Load(messages, messages, 1, T0);

    assertThat(policy.judge(PLACE, Optional.empty(), waiting, waiting, room, T0))
        .isInstanceOf(storm ? Verdict.Later.class : Verdict.OneByOne.class);
  }

  @Test
  void shouldSpeakSoonAndThenEverLessOften() {
    List<Long> spoken = new ArrayList<>();
    Optional<Storm> storm = Optional.empty();
    for (Instant now = T0; now.isBefore(T0.plusSeconds(250)); now = now.plusMillis(500)) {
      switch (policy.judge(PLACE, storm, many(now), many(now), PLENTY, now)) {
        case Verdict.OneByOne none -> throw new AssertionError("it goes on");
        case Verdict.Later(Storm later) -> storm = Optional.of(later);
        case Verdict.Together(Storm due) -> {
          spoken.add(Duration.between(T0, now).toSeconds());
          storm = Optional.of(told(due, now));
        }
      }
    }
    assertThat(spoken).containsExactly(2L, 6L, 14L, 30L, 62L, 122L, 182L, 242L);
  }

  @Test
  void shouldWaitForTheMessageThatIsOnItsWay() {
    Storm storm = Storm.begun(new java.util.UUID(1, 1), PLACE, T0, Duration.ofSeconds(2));
    Storm busy = storm.telling(T0.plusSeconds(2), Duration.ofSeconds(4), T0.plusSeconds(22));

    assertThat(judge(busy, T0.plusSeconds(21))).isInstanceOf(Verdict.Later.class);
    assertThat(judge(busy, T0.plusSeconds(22)))
        .as("its lease ran out")
        .isInstanceOf(Verdict.Together.class);
  }

  @Test
  void shouldEndWhenAWholeMinuteWasCalm() {
    Storm storm = told(Storm.begun(new java.util.UUID(1, 1), PLACE, T0, Duration.ofSeconds(2)), T0);
    Instant later = T0.plusSeconds(61);
    Load few = new Load(3, 20, 18, later.minusSeconds(30));

    assertThat(policy.judge(PLACE, Optional.of(storm), few, few, PLENTY, later))
        .isInstanceOf(Verdict.OneByOne.class);
  }

  @Test
  void shouldNotTakeANewStormForTheOldOne() {
    Storm old = told(Storm.begun(new java.util.UUID(1, 1), PLACE, T0, Duration.ofSeconds(2)), T0);
    Instant muchLater = T0.plus(Duration.ofHours(1));

    assertThat(judge(old, muchLater))
        .isInstanceOfSatisfying(
            Verdict.Later.class,
            begun -> {
              assertThat(begun.storm().id()).isNotEqualTo(old.id());
              assertThat(begun.storm().beganAt()).isEqualTo(muchLater);
              assertThat(begun.storm().nextAt()).isEqualTo(muchLater.plusSeconds(2));
            });
  }

  @Test
  void shouldRefuseGapsThatMakeNoSense() {
    assertThatThrownBy(() -> new StormPolicy(20, MINUTE, MINUTE, Duration.ofSeconds(2)))
        .hasMessageContaining("max-gap");
    assertThatThrownBy(() -> new StormPolicy(20, Duration.ZERO, MINUTE, MINUTE))
        .hasMessageContaining("window");
  }

  private Verdict judge(Storm storm, Instant now) {
    return policy.judge(PLACE, Optional.of(storm), many(now), many(now), PLENTY, now);
  }

  private Storm told(Storm storm, Instant now) {
    Storm told = storm.telling(now, policy.gapAfter(storm.messages() + 1), now.plus(LEASE));
    return new Storm(
        told.id(),
        told.place(),
        told.beganAt(),
        told.toldAt(),
        told.nextAt(),
        Optional.empty(),
        told.messages(),
        told.told());
  }

  private static Load many(Instant now) {
    return new Load(100, 100, 1, now);
  }

  private static Load one() {
    return new Load(1, 1, 1, T0);
  }
}
