package dev.iris.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a lab keeps on disk: enough to be found again, and taken down, by another command.
 *
 * @param path the folder
 */
record LabFolder(Path path) {

  Path key() {
    return path.resolve("id");
  }

  Path publicKey() {
    return path.resolve("id.pub");
  }

  /** Ops' password, alone in its file. */
  Path password() {
    return path.resolve("password");
  }

  /** What the hosts can fetch. */
  Path served() {
    return path.resolve("packages");
  }

  Daemon server() {
    return new Daemon(path.resolve("packages.pid"));
  }

  Path serverLog() {
    return path.resolve("packages.log");
  }

  Path host(String name) {
    return path.resolve("hosts").resolve(name);
  }

  private Path networkFile() {
    return path.resolve("network");
  }

  /** The file is there from before anything is made until everything is gone. */
  void begin(Network network) throws IOException {
    Files.createDirectories(path);
    Files.writeString(networkFile(), network.prefix() + "\n");
  }

  boolean isInUse() {
    return Files.exists(networkFile());
  }

  Network network() {
    return new Network(read(networkFile()));
  }

  void end() {
    Tool.run("rm", "-rf", "--one-file-system", path.toString());
  }

  /** The hosts, finished or not, in their order. */
  List<LabHost> hosts() {
    Path all = path.resolve("hosts");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(all)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("host")))
          .map(LabHost::in)
          .sorted(Comparator.comparingInt(host -> Integer.parseInt(host.name().substring(1))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
