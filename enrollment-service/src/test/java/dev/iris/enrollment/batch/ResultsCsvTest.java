package dev.iris.enrollment.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsCsvTest {

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1+1"})
  void shouldShowAFormulaAndNotRunIt(String text) {
    assertThat(ResultsCsv.cell(text)).isEqualTo("\"'" + text + "\"");
  }

  @Test
  void shouldKeepACellWithinItsQuotes() {
    assertThat(ResultsCsv.cell("a\",\"=1\n")).isEqualTo("\"a\"\",\"\"=1\n\"");
  }
}
