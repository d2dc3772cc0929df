package dev.iris.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.Program;
import dev.iris.testing.RequiresPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in is Python, and its tests are too. */
@RequiresPeer("python3")
class StandInTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void shouldPassItsOwnTests() {
    Program.Outcome tests =
        Program.run(
            LIMIT, List.of("python3", "-B", "-m", "unittest", "discover", "-s", "src/test/python"));

    assertThat(tests.code()).as("%s", tests.output()).isZero();
    assertThat(tests.output()).doesNotContain("Ran 0 tests");
  }

  @Test
  void shouldBeOneProgramThatSaysWhatItIs() throws Exception {
    Path program = StandIn.write(folder, "1.18.1-1");

    Program.Outcome said =
        Program.run(LIMIT, List.of("python3", "-I", program.toString(), "--version"));

    assertThat(said.code()).as("%s", said.output()).isZero();
    assertThat(said.output().lines().findFirst())
        .hasValueSatisfying(line -> assertThat(line).startsWith("alloy, version v1.18.1 "));
    assertThat(said.output()).contains("stand-in");
    assertThat(Files.readAllLines(program, java.nio.charset.StandardCharsets.ISO_8859_1).getFirst())
        .isEqualTo("#!/usr/bin/python3 -I");
  }
}
