package dev.iris.bench;

import dev.iris.lab.Lab;
import dev.iris.lab.LabHost;
import dev.iris.testing.Peers;
import dev.iris.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** An Ansible playbook with as many forks as hosts, and pipelining, which is as fast as it goes without plugins. */
record Playbook(Path folder, Lab lab) implements Contender {

  private static final String PROGRAM = "ansible-playbook";
  private static final Duration LIMIT = Duration.ofMinutes(15);

  static boolean isPossible() {
    return Peers.find(PROGRAM).isPresent();
  }

  @Override
  public String name() {
    return "an Ansible playbook with as many forks";
  }

  @Override
  public Duration enrol(List<LabHost> hosts) throws IOException {
    Files.createDirectories(folder);
    Path playbook = folder.resolve("playbook.yml");
    try (InputStream text = Playbook.class.getResourceAsStream("playbook.yml")) {
      if (text == null) {
        throw new IllegalStateException("playbook.yml is not in the jar");
      }
      Files.copy(text, playbook, StandardCopyOption.REPLACE_EXISTING);
    }
    Path inventory =
        Files.writeString(
            folder.resolve("inventory"),
            hosts.stream().map(LabHost::address).collect(Collectors.joining("\n", "", "\n")));
    List<String> command =
        List.of(
            "env",
            "ANSIBLE_PIPELINING=True",
            "ANSIBLE_HOST_KEY_CHECKING=False",
            "ANSIBLE_LOCAL_TEMP=" + folder,
            PROGRAM,
            "-i",
            inventory.toString(),
            "-f",
            Integer.toString(hosts.size()),
            "-u",
            "root",
            "--private-key",
            lab.key().toString(),
            "-e",
            "key=" + lab.signingKey() + " repository=" + lab.packages().resolve("/apt"),
            playbook.toString());
    long start = System.nanoTime();
    Program.Outcome outcome = Program.run(LIMIT, command);
    if (outcome.code() != 0) {
      throw new IllegalStateException("the playbook failed:\n" + outcome.output());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
