package dev.iris.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void shouldGiveBackWhatItWasMadeOf() {
    assertThat(Cursor.decode(Cursor.encode("2026-01-31T08:00:00Z", "", "3:Ä|,\uD83D\uDD25"), 3))
        .containsExactly("2026-01-31T08:00:00Z", "", "3:Ä|,\uD83D\uDD25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a",
        "8J+S",
        "",
        "1:a",
        "1:a2:bc3:def",
        "5:abc",
        "-1:a",
        "99999999999:a",
        "1:\0",
        "1a"
      })
  void shouldRefuseWhatSomebodyMadeUp(String text) {
    for (String cursor :
        List.of(
            text, Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))) {
      assertThatExceptionOfType(IrisProblem.class)
          .isThrownBy(() -> Cursor.decode(cursor, 2))
          .satisfies(problem -> assertThat(problem.code()).isEqualTo("cursor-invalid"));
    }
  }

  @Test
  void shouldRefuseAPartThatCannotBeParsed() {
    assertThatExceptionOfType(IrisProblem.class)
        .isThrownBy(() -> Cursor.parse("x", UUID::fromString));
  }

  @Test
  void shouldPointAtTheLastItemShownWhenThereAreMore() {
    assertThat(Page.of(List.of("a", "b", "c"), 2, Cursor::encode))
        .isEqualTo(new Page<>(List.of("a", "b"), Cursor.encode("b")));
    assertThat(Page.of(List.of("a", "b"), 2, Cursor::encode).nextCursor()).isNull();
  }
}
