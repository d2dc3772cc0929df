package dev.iris.enrollment.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteFaultTest {

  private static final HostKey KEY = new HostKey("ssh-ed25519", "AAAA");

  @ParameterizedTest
  @MethodSource("all")
  void shouldBeListedInTheDocumentation(RemoteFault fault) throws IOException {
    assertThat(Files.readString(Path.of("../docs/enrollment.md")))
        .contains("`" + fault.code() + "`");
  }

  static Stream<RemoteFault> all() {
    return Stream.concat(
        Stream.of(RemoteFault.Plain.values()),
        Stream.of(
            new RemoteFault.HostKeyUnknown(KEY),
            new RemoteFault.HostKeyChanged(List.of(), KEY),
            new RemoteFault.CommandTimeout(Duration.ofSeconds(1))));
  }
}
