package dev.iris.enrollment.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FencedOutputTest {

  private static final int KEEP = 10;

  private final FencedOutput output = new FencedOutput("iris-1", KEEP);

  @Test
  void shouldTellWhatCameBeforeTheMark() {
    print("iiris i is a riddle iris-2\niri", "s-1\nout");

    assertThat(output.fenced()).isTrue();
    assertThat(output.text()).isEqualTo("out");
    assertThat(output.noise()).isEqualTo("iiris i is a riddle iris-2\n");
  }

  @Test
  void shouldTakeAMarkThatATerminalEndedInItsWay() {
    print("iris-1\r\nout");

    assertThat(output.text()).isEqualTo("out");
  }

  @Test
  void shouldKeepTheBeginningAndSayThatThereWasMore() {
    print("iris-1\n0123456789", "x");

    assertThat(output.text()).isEqualTo("0123456789");
    assertThat(output.truncated()).isTrue();
  }

  @Test
  void shouldKeepWhatFitsWhole() {
    print("iris-1\n0123456789");

    assertThat(output.truncated()).isFalse();
  }

  @Test
  void shouldKeepLittleOfEndlessNoise() {
    print("noise".repeat(100_000));

    assertThat(output.fenced()).isFalse();
    assertThat(output.noise()).hasSizeLessThan(10_000).startsWith("noise");
  }

  private void print(String... parts) {
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      output.write(bytes, 0, bytes.length);
    }
  }
}
