package dev.iris.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PrerequisitesTest {

  private static final Map<String, String> ONE_ABSENT =
      Map.of("sh", "dash", "no-such-program-of-iris", "its-package");

  @Test
  void shouldNameWhatIsMissingAndHowToGetIt() {
    assertThat(Prerequisites.missing(ONE_ABSENT, true))
        .containsExactly(
            "It needs no-such-program-of-iris: apt-get install --no-install-recommends its-package");
  }

  @Test
  void shouldNeedRoot() {
    assertThat(Prerequisites.missing(Map.of("sh", "dash"), false))
        .singleElement()
        .asString()
        .contains("root");
  }

  @Test
  void shouldBeContentWhenAllIsThere() {
    assertThat(Prerequisites.missing(Map.of("sh", "dash"), true)).isEmpty();
  }
}
