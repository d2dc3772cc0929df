package dev.iris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.iris.bench.Trend.Point;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  @Test
  void shouldDrawTheLineThroughValues() {
    Trend trend =
        Trend.of(
            List.of(
                new Point(0.5, 101), new Point(1.0, 99), new Point(1.5, 111), new Point(2, 109)));

    assertThat(trend.perHour()).isCloseTo(7.2, within(1e-9));
    assertThat(trend.start()).isCloseTo(99.6, within(1e-9));
    assertThat(trend.rise()).isCloseTo(7.2 * 1.5 / 99.6, within(1e-9));
  }

  @Test
  void shouldShowTheGreatestOfEachStep() {
    assertThat(Sparkline.of(List.of(0.0, 1.0, 8.0, 1.0, 4.0, 4.0), 3)).isEqualTo("▁█▄");
    assertThat(Sparkline.of(List.of(5.0), 60)).isEqualTo("█");
  }

  @Test
  void shouldReadProcessorTimeBehindANameWithBlanksAndBrackets() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 11 12 13 14 700 30 20 5 20 0 9 0 1 2 3";

    assertThat(ProcessorTime.parse(stat, 2)).isEqualTo(730);
    assertThat(ProcessorTime.parse(stat, 4)).isEqualTo(755);
  }

  @Test
  void shouldCountAPartThatWasStartedMeanwhileFromItsStart() {
    ProcessorTime before = new ProcessorTime(Map.of("redis", 100L, "incident-service", 9000L));
    ProcessorTime now =
        new ProcessorTime(Map.of("redis", 150L, "incident-service", 20L, "gateway", 5L));

    assertThat(now.since(before).byPart())
        .isEqualTo(Map.of("redis", 50L, "incident-service", 20L, "gateway", 5L));
  }

  @Test
  void shouldReadMemoryAndHeap() {
    assertThat(
            ResidentMemory.kilobytes(
                Stream.of("VmHWM:\t   20000 kB", "VmRSS:\t   10340 kB"), "VmRSS"))
        .hasValue(10340);
    assertThat(LiveHeap.total(" 1: 2 64 [B\nTotal         3000        2097152\n")).hasValue(2);
    assertThat(LiveHeap.total("42: no such process")).isEmpty();
  }
}
