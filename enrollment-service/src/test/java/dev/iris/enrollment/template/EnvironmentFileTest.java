package dev.iris.enrollment.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {

  private static final String ALPHABET = "aB1 \"\\$`'!#%&;|<>(){}[]*?~=^é😀";

  @TempDir Path folder;

  @Test
  void shouldGiveAShellTheValueAndNothingToRun() throws IOException, InterruptedException {
    List<String> values = values();
    StringBuilder file = new StringBuilder();
    StringBuilder print = new StringBuilder(". \"$1\"\n");
    for (int i = 0; i < values.size(); i++) {
      file.append(EnvironmentFile.line("IRIS_V_" + i, values.get(i))).append('\n');
      print.append("printf '%s\\n' \"$IRIS_V_").append(i).append("\"\n");
    }
    Path environment = Files.writeString(folder.resolve("alloy"), file);

    Process shell =
        new ProcessBuilder("/bin/sh", "-c", print.toString(), "sh", environment.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(out.lines()).containsExactlyElementsOf(values);
    assertThat(folder.resolve("pwned")).doesNotExist();
  }

  @Test
  void shouldGiveSystemdTheSame() {
    assertThat(values())
        .allSatisfy(
            value ->
                assertThat(asSystemdReadsIt(EnvironmentFile.line("IRIS_V", value)))
                    .isEqualTo(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "a\u001bb", "a\u007fb", "\ud800"})
  void shouldRefuseWhatNoLineCanHoldWithoutTellingIt(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnvironmentFile.line("IRIS_V", value))
        .withMessageNotContaining(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PATH", "IRIS_", "IRIS_a", "IRIS_A B", "IRIS_A=1;x", "IRIS_A\nB"})
  void shouldRefuseOtherNames(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> EnvironmentFile.line(name, "x"));
  }

  private static List<String> values() {
    List<String> values =
        new ArrayList<>(
            List.of("", "plain", "$(touch pwned)", "`touch pwned`", "\"; touch pwned; \"", "\\"));
    int[] points = ALPHABET.codePoints().toArray();
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        value.appendCodePoint(points[random.nextInt(points.length)]);
      }
      values.add(value.toString());
    }
    return values;
  }

  /** Between double quotes a backslash is dropped before one of four characters, and stays before any other. */
  private static String asSystemdReadsIt(String line) {
    String quoted = line.substring(line.indexOf('=') + 1);
    assertThat(quoted).startsWith("\"").endsWith("\"");
    StringBuilder value = new StringBuilder();
    int i = 1;
    while (i < quoted.length() - 1) {
      char c = quoted.charAt(i++);
      assertThat(c).isNotEqualTo('"');
      boolean escape = c == '\\' && "\"\\`$".indexOf(quoted.charAt(i)) >= 0;
      value.append(escape ? quoted.charAt(i++) : c);
    }
    return value.toString();
  }
}
