package dev.iris.incident.browse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchTextTest {

  @Test
  void shouldBeFoundFromEachPartOn() {
    assertThat(SearchText.of("HighMemoryUsage on web01.example.org:9100").words())
        .contains(
            "highmemoryusage", "memoryusage", "usage", "web01", "01", "example", "org", "9100");
  }

  @Test
  void shouldBoundWhatAnIndexHolds() {
    assertThat(SearchText.of("x".repeat(100_000)).words())
        .singleElement()
        .satisfies(word -> assertThat(word).hasSize(64));
    assertThat(SearchText.of("aB1".repeat(5_000)).words()).hasSizeLessThanOrEqualTo(401);
  }

  @Test
  void shouldTakeNothingOfASearchButLettersAndDigits() {
    assertThat(SearchText.wordsOf("'; drop table x --  ä & !web:*"))
        .containsExactly("drop", "table", "x", "ä", "web");
  }
}
