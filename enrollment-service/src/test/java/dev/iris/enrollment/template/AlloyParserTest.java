package dev.iris.enrollment.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlloyParserTest {

  @Test
  void shouldReadWhatAlloyReads() throws Exception {
    try (var central = getClass().getResourceAsStream("central.alloy")) {
      assertThat(AlloyParser.parse(new String(central.readAllBytes(), StandardCharsets.UTF_8)))
          .extracting(AlloyBlock::id)
          .containsExactly(
              "logging",
              "otelcol.receiver.otlp.ingest",
              "otelcol.processor.batch.all",
              "otelcol.exporter.otlp.tempo",
              "discovery.relabel.größe",
              "prometheus.exporter.self.agent");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "a { b = \"x }               | 1 | 9  | not closed on its line",
        "a { b = \"\\'\" }           | 1 | 10 | escape that Alloy does not know",
        "a { b = \"\\ud800\" }       | 1 | 10 | no character",
        "a { b = \"\\400\" }         | 1 | 10 | no character",
        "a { b = \"\\u12\" }         | 1 | 10 | lacks digits",
        "a { b = 'x' }               | 1 | 9  | double quotes",
        "a { b = `x }                | 1 | 9  | not closed",
        "a { b = 1 /* }              | 1 | 11 | not closed",
        "a { b = 1e }                | 1 | 9  | no digits",
        "a { b = $x }                | 1 | 9  | character `$`",
        "a { b = 1                   | 2 | 1  | a name expected",
        "a { b = 1 c = 2 }           | 1 | 11 | end of the line",
        "a { } b { }                 | 1 | 7  | end of the line",
        "a { b = [1 2] }             | 1 | 12 | `,` or `]`",
        "a { b = {c = 1 d = 2} }     | 1 | 16 | `,` or `}`",
        "a { b = {1 = 2} }           | 1 | 10 | a name or a string",
        "a { b = (1 }                | 1 | 12 | `)` expected",
        "a { b = f(1, }              | 1 | 14 | a value expected",
        "a { b = * 2 }               | 1 | 9  | a value expected",
        "a { b.c = 2 }               | 1 | 5  | one word",
        "a { b = 1; }                | 1 | 10 | character `;`",
        "a.b { }                     | 1 | 1  | needs a label",
        "a.b \"x-y\" { }             | 1 | 5  | a label is",
        "a.b \"true\" { }            | 1 | 5  | a label is",
        "a.b `x` { }                 | 1 | 5  | `=` or `{`",
        "a = 1                       | 1 | 1  | outside of any block",
        "}                           | 1 | 1  | a name expected",
      })
  void shouldNameThePlaceWhereAlloyWouldStop(String text, int line, int column, String message) {
    assertFault(text.strip() + "\n", line, column, message);
  }

  @Test
  void shouldFindBlocksAndAttributesThatAreThereTwice() {
    assertFault("a.b \"x\" { }\n\na.b \"x\" { }\n", 3, 1, "another `a.b.x`");
    assertFault("logging { }\nlogging { }\n", 2, 1, "another `logging`");
    assertFault("a {\n\tb = 1\n\tb = 2\n}\n", 3, 2, "set twice");
  }

  @Test
  void shouldRefuseCharactersThatAlloyRefuses() {
    assertFault("a { }\n// \0\n", 2, 4, "NUL");
    assertFault("a { }\n// \ufeff\n", 2, 4, "byte order mark");
    assertFault("a { }\n// \ud800\n", 2, 4, "surrogate");
  }

  @Test
  void shouldEndHoweverDeepATextIsNested() {
    assertFault("a {\nb = " + "[".repeat(100_000), 2, 68, "nested too deeply");
    assertFault("a {".repeat(100_000), 1, 196, "nested too deeply");
    assertFault("a { b = " + "-".repeat(100_000) + "\n", 2, 1, "a value expected");
  }

  @Test
  void shouldTakeTheEndOfALineAsAlloyDoes() {
    assertThat(AlloyParser.parse("a {\n\tb = 1 // c\n\td = 2 /* e */\n\tf = [\n\t\t1,\n\t]\n}"))
        .hasSize(1);
    assertThat(AlloyParser.parse("a { b = /* c */ 1 /* d */ + 2 }")).hasSize(1);
    assertThat(AlloyParser.parse("a {\r\n\tb = 1\r\n}\r\n// c")).hasSize(1);
    assertFault("a {\n\tb = [\n\t\t1\n\t]\n}\n", 3, 4, "`,` or `]`");
  }

  private static void assertFault(String text, int line, int column, String message) {
    var refusal =
        catchThrowableOfType(UnusableTemplateException.class, () -> AlloyParser.parse(text));
    assertThat(refusal).as(text.length() < 100 ? text : "long").isNotNull();
    assertThat(refusal.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.message()).contains(message);
              assertThat(fault.at()).isEqualTo(new Position(line, column));
            });
  }
}
