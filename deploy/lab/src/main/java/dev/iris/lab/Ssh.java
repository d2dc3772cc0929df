package dev.iris.lab;

import dev.iris.testing.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The lab's own way into its hosts: OpenSSH's client and the lab's key. Whether a host key is right is not asked here. */
final class Ssh {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(100);

  private Ssh() {}

  static Program.Outcome run(
      LabFolder folder, LabHost host, String user, String command, Duration limit) {
    return Program.run(
        limit,
        List.of(
            "ssh",
            "-F",
            "none",
            "-i",
            folder.key().toString(),
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "LogLevel=ERROR",
            "-o",
            "ConnectTimeout=5",
            user + "@" + host.address(),
            command));
  }

  /** sshd answers before the rest of a host has started. */
  static void awaitStarted(LabFolder folder, LabHost host) {
    Instant last = Instant.now().plus(START);
    while (!host.answers()) {
      if (!host.container().runs()) {
        throw new LabException(notStarted(host, "ended while it started"));
      }
      if (Instant.now().isAfter(last)) {
        throw new LabException(notStarted(host, "did not let anybody in within " + START));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    String state =
        run(folder, host, "root", "systemctl is-system-running --wait", START).output().strip();
    if (!state.equals("running")) {
      throw new LabException(notStarted(host, "is " + state + " after its start"));
    }
  }

  private static String notStarted(LabHost host, String how) {
    return "%s (%s) %s; its console said:%n%s"
        .formatted(
            host.name(),
            host.base().title(),
            how,
            LabFolder.read(host.folder().resolve("console.log")));
  }
}
