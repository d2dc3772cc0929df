package dev.iris.enrollment.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.enrollment.detect.HostFacts.Listener;
import dev.iris.testing.Program;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path folder;

  @Test
  void shouldSeeThisMachine() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      HostFacts facts = Inspection.read(run(System.getenv("PATH"))).orElseThrow();

      assertThat(facts.os().id()).isNotEmpty();
      assertThat(facts.architecture()).isNotEmpty();
      assertThat(facts.freeKilobytes()).containsKeys("/", "/var", "/tmp");
      assertThat(facts.clock()).isNotNull();
      assertThat(facts.mtus()).containsKey("lo");
      assertThat(facts.listenerOn(socket.getLocalPort())).isPresent();
    }
  }

  @Test
  void shouldSeeWhatItCanWhereToolsAreMissing() throws Exception {
    Path few = Files.createDirectory(folder.resolve("few"));
    for (String tool : List.of("sh", "base64", "head", "tr", "uname", "sort", "cat")) {
      Files.createSymbolicLink(few.resolve(tool), Path.of("/usr/bin", tool));
    }

    HostFacts facts = Inspection.read(run(few.toString())).orElseThrow();

    assertThat(facts.architecture()).isNotEmpty();
    assertThat(facts.freeKilobytes()).isEmpty();
    assertThat(facts.listeners()).isEmpty();
    assertThat(facts.alloy().present()).isFalse();
  }

  @Test
  void shouldReadWhatHostsSay() {
    String output =
        fact(
                "listeners",
                """
                LISTEN 0      4096       *:12345 *:*    users:(("alloy",pid=42,fd=8))
                LISTEN 0 128 127.0.0.1:5432 0.0.0.0:*
                LISTEN 0 128 [::1]:25 [::]:* users:(("master",pid=7,fd=13))
                LISTEN 0 128 0.0.0.0:99999 0.0.0.0:*
                """)
            + fact("alloy-version", "alloy, version v1.11.3 (branch: HEAD, revision: abc)\n")
            + fact("alloy-unit", "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n")
            + fact("alloy-config-setting", "CONFIG_FILE=\"/etc/alloy/config.alloy\"\n")
            + fact("services", "nginx.service\npostgresql@15-main.service\n")
            + fact("disks", "/ 1024\n/var many\n")
            + fact("clock", "1795402065\n")
            + fact("complete", "yes\n");

    HostFacts facts = Inspection.read(output).orElseThrow();

    assertThat(facts.listeners())
        .containsExactly(
            new Listener("*", 12345, "alloy"),
            new Listener("127.0.0.1", 5432, ""),
            new Listener("[::1]", 25, "master"));
    assertThat(facts.listeners()).extracting(Listener::open).containsExactly(true, false, false);
    assertThat(facts.alloy().version()).isEqualTo("1.11.3");
    assertThat(facts.alloy().present()).isTrue();
    assertThat(facts.alloy().configFile()).isEqualTo("/etc/alloy/config.alloy");
    assertThat(facts.services()).containsExactlyInAnyOrder("nginx", "postgresql@15-main");
    assertThat(facts.freeKilobytes()).containsOnlyKeys("/");
  }

  @Test
  void shouldBearAHostThatSaysAnything() {
    String output =
        "garbage\n=\nhostname=%%%\nkernel=QQ\n"
            + fact("hostname", "../../etc/x\u001b[31m\u0000" + "x".repeat(10_000))
            + fact("clock", "-1e99")
            + fact("disks", "/ 99999999999999999999999\n")
            + fact("services", "a.service\n".repeat(100_000))
            + fact("complete", "yes");

    HostFacts facts = Inspection.read(output).orElseThrow();

    assertThat(facts.hostname()).startsWith("../../etc/x [31m").hasSize(300);
    assertThat(facts.clock()).isNull();
    assertThat(facts.freeKilobytes()).isEmpty();
    assertThat(facts.services()).containsExactly("a");
  }

  @Test
  void shouldNotTrustHalfALook() {
    assertThat(Inspection.read(fact("hostname", "web-01"))).isEmpty();
  }

  private static String run(String path) throws Exception {
    Path script = Files.writeString(folder.resolve("inspect"), Inspection.command().script());
    Program.Outcome outcome =
        Program.run(
            PATIENCE,
            List.of("/usr/bin/env", "PATH=" + path, "LC_ALL=C", "/bin/sh", script.toString()));
    assertThat(outcome.code()).isZero();
    return outcome.output();
  }

  private static String fact(String name, String value) {
    return name
        + "="
        + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        + "\n";
  }
}
