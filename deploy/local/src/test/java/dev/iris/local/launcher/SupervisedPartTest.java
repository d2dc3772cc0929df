package dev.iris.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.local.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedPartTest {

  private final DataFolder data;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private @Nullable SupervisedPart supervised;

  SupervisedPartTest(@TempDir Path folder) {
    this.data = new DataFolder(folder);
    data.create();
  }

  @AfterEach
  void end() {
    part().stop();
    part().awaitEnd(Duration.ZERO);
  }

  @Test
  void shouldStartAgainWhatWasKilled() {
    supervise("exec sleep 1000");
    ProcessHandle first = running();

    first.destroyForcibly();

    await()
        .untilAsserted(
            () ->
                assertThat(PidFile.of(data, "dummy").process(""))
                    .hasValueSatisfying(second -> assertThat(second).isNotEqualTo(first)));
    assertThat(said()).contains("dummy ended (signal 9)");
  }

  @Test
  void shouldNotStartAgainWhatIsHeldUntilItIsReleased() throws IOException {
    supervise("exec sleep 1000");
    ProcessHandle first = running();
    Path hold = Files.writeString(data.run().resolve("dummy.hold"), "");

    first.destroyForcibly();
    await().untilAsserted(() -> assertThat(said()).contains("held down until " + hold));
    assertThat(PidFile.of(data, "dummy").process("")).isEmpty();
    Files.delete(hold);

    await().untilAsserted(() -> assertThat(PidFile.of(data, "dummy").process("")).isPresent());
  }

  @Test
  void shouldEndWhileAPartIsHeld() throws IOException {
    supervise("exec sleep 1000");
    ProcessHandle first = running();
    Files.writeString(data.run().resolve("dummy.hold"), "");
    first.destroyForcibly();
    await().untilAsserted(() -> assertThat(said()).contains("held down"));

    part().stop();
    part().awaitEnd(Duration.ofSeconds(10));

    assertThat(data.run().resolve("dummy.pid")).doesNotExist();
  }

  @Test
  void shouldCountHowOftenAPartDiesAtOnce() {
    supervise("exit 3");

    await().untilAsserted(() -> assertThat(part().failures()).isGreaterThanOrEqualTo(3));
    assertThat(said()).contains("exit code 3");
  }

  @Test
  void shouldNotStartAgainWhatItStopped() {
    supervise("exec sleep 1000");
    ProcessHandle process = running();

    part().stop();
    part().awaitEnd(Duration.ofSeconds(10));

    assertThat(process.isAlive()).isFalse();
    assertThat(data.run().resolve("dummy.pid")).doesNotExist();
    assertThat(said()).isEmpty();
  }

  @Test
  void shouldKillWhatDoesNotEndByItself() {
    supervise("trap '' TERM; echo deaf; while :; do sleep 0.1; done");
    await().untilAsserted(() -> assertThat(data.logOf("dummy")).content().contains("deaf"));
    ProcessHandle process = running();

    part().stop();
    part().awaitEnd(Duration.ofMillis(300));

    assertThat(process.isAlive()).isFalse();
    assertThat(said()).contains("it is killed");
  }

  private void supervise(String script) {
    List<String> command = List.of("sh", "-c", script);
    Part dummy = new Part("dummy", command, Map.of(), data.logOf("dummy"), Signal.TERM);
    SupervisedPart part = new SupervisedPart(dummy, data, Terminal.of(new PrintStream(said, true)));
    supervised = part;
    part.start();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private SupervisedPart part() {
    return Objects.requireNonNull(supervised);
  }

  private ProcessHandle running() {
    return PidFile.of(data, "dummy").process("").orElseThrow();
  }
}
