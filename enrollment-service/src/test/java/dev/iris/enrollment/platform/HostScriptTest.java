package dev.iris.enrollment.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.testing.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts do on hosts, suites in the lab see; here is whether they can be read at all. */
class HostScriptTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"debian", "rocky", "sles"})
  void shouldBeWhatEveryShellCanRead(String id) throws Exception {
    Platform platform = Platform.of(OsRelease.parse("ID=" + id)).orElseThrow();
    for (HostScript script : HostScript.values()) {
      RemoteCommand command = script.on(platform, ScriptInput.none());
      assertReadable(command.script());
      String detached = input(command).get("script");
      if (detached != null) {
        assertReadable(detached);
      }
      assertThat(command.elevated()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(HostScript.class)
  void shouldKeepDataOutOfTheScript(HostScript script) {
    Platform platform = Platform.of(OsRelease.parse("ID=debian")).orElseThrow();
    ScriptInput secret = ScriptInput.of(Map.of("block", "IRIS_X=\"planted\"\n"));

    RemoteCommand command = script.on(platform, secret);

    assertThat(command.script()).doesNotContain("planted");
    assertThat(command.toString() + secret).doesNotContain("planted");
    assertThat(input(command)).containsEntry("block", "IRIS_X=\"planted\"\n");
  }

  @Test
  void shouldNotBelieveHalfAnAnswer() {
    assertThat(ScriptReport.read("changed=eWVz\n")).isEmpty();
    assertThat(ScriptReport.read("refused=JChybSk=\ncomplete=eWVz\n").orElseThrow().refusal())
        .isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> ScriptInput.none().and("../x", "y"));
  }

  private void assertReadable(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("script"), script);
    Program.Outcome read = Program.run(Duration.ofMinutes(1), List.of("sh", "-n", file.toString()));
    assertThat(read.code()).as(read.output()).isZero();
  }

  private static Map<String, String> input(RemoteCommand command) {
    return Arrays.stream(new String(command.input(), StandardCharsets.US_ASCII).split("\n"))
        .map(line -> line.split(" ", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair ->
                    new String(
                        Base64.getDecoder().decode(pair[1].strip()), StandardCharsets.UTF_8)));
  }
}
