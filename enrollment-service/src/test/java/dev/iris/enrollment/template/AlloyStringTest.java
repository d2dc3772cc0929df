package dev.iris.enrollment.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iris.enrollment.template.AlloyToken.Kind;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlloyStringTest {

  /** What the literal is read as, by Alloy's rules written down a second time, is what was given: so no two are written alike. */
  @Property(tries = 3_000)
  void shouldBeReadBackAsItWasWritten(@ForAll("texts") String value) {
    String literal = AlloyString.quote(value);

    List<AlloyToken> tokens = AlloyLexer.tokens("a = " + literal + "\n");

    assertThat(tokens)
        .extracting(AlloyToken::kind)
        .containsExactly(Kind.NAME, Kind.SYMBOL, Kind.STRING, Kind.TERMINATOR, Kind.END);
    assertThat(tokens.get(2).text()).isEqualTo(literal);
    assertThat(read(literal)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00b", "\udc00\ud800"})
  void shouldRefuseHalfASurrogatePair(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> AlloyString.quote(value));
  }

  @Test
  void shouldWriteWhatPeopleReadAsItIs() {
    assertThat(AlloyString.quote("Größe 5 ${x} {{ y }} $(z) `w` 'v' 😀"))
        .isEqualTo("\"Größe 5 ${x} {{ y }} $(z) `w` 'v' 😀\"");
    assertThat(AlloyString.quote("a\"b\\c\nd\0")).isEqualTo("\"a\\\"b\\\\c\\nd\\u0000\"");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Integer> nasty =
        Arbitraries.of(
            "\"\\\n\r\t\0\u007f'`${}nux0\u0085\u2028\ufeff\ufdd0\ufdd1\ufffe😀"
                .codePoints()
                .boxed()
                .toList());
    Arbitrary<Integer> any =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(c -> c < 0xD800 || c > 0xDFFF);
    return Arbitraries.frequencyOf(Tuple.of(3, nasty), Tuple.of(1, any))
        .list()
        .ofMaxSize(40)
        .map(
            points ->
                points.stream()
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }

  private static String read(String literal) {
    StringBuilder value = new StringBuilder();
    int i = 1;
    while (i < literal.length() - 1) {
      char c = literal.charAt(i++);
      if (c != '\\') {
        value.append(c);
        continue;
      }
      char escaped = literal.charAt(i++);
      switch (escaped) {
        case 'n' -> value.append('\n');
        case 'r' -> value.append('\r');
        case 't' -> value.append('\t');
        case 'u' -> {
          value.appendCodePoint(Integer.parseInt(literal.substring(i, i + 4), 16));
          i += 4;
        }
        default -> value.append(escaped);
      }
    }
    return value.toString();
  }
}
