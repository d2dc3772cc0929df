package dev.iris.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A control group of its own for each host, so that no systemd meets another's processes. */
final class Cgroups {

  private static final Path ALL = Path.of("/sys/fs/cgroup");

  private Cgroups() {}

  /** One in each hierarchy that systemd uses: two where version 1 is mounted, else one. */
  static List<Path> of(String name) {
    List<Path> split =
        Stream.of("systemd", "unified").map(ALL::resolve).filter(Files::isDirectory).toList();
    return (split.isEmpty() ? List.of(ALL) : split)
        .stream().map(hierarchy -> hierarchy.resolve(name)).toList();
  }

  /** A shell's words that make it, and what it then becomes, a member. */
  static String entering(String name) {
    StringBuilder script = new StringBuilder();
    for (Path group : of(name)) {
      script.append("mkdir -p '%1$s' && echo $$ >'%1$s/cgroup.procs' && ".formatted(group));
    }
    return script.toString();
  }

  /** Groups cannot be removed before what is below them; their files need not be, and cannot. */
  static void remove(String name) {
    for (Path group : of(name)) {
      if (Files.isDirectory(group)) {
        Tool.succeeds(
            "find", group.toString(), "-depth", "-type", "d", "-exec", "rmdir", "{}", ";");
      }
    }
  }
}
