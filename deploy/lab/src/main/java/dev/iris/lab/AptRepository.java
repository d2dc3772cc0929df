package dev.iris.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debian packages as apt fetches them ({@code deb URL/apt stable main}), and the same with something wrong, each of which apt
 * must refuse: {@code apt-unsigned}, {@code apt-foreign} (signed by a stranger), {@code apt-spoiled} (a package was changed
 * after it was signed).
 */
final class AptRepository {

  private final Path served;

  AptRepository(Path served) {
    this.served = served;
  }

  void publish(List<Path> packages, SigningKey key, SigningKey stranger) throws IOException {
    Path good = served.resolve("apt");
    Path release = index(good, packages);
    key.signRelease(release);

    Path unsigned = copy(good, "apt-unsigned");
    Files.delete(unsigned.resolve("dists/stable/InRelease"));
    Files.delete(unsigned.resolve("dists/stable/Release.gpg"));

    Path foreign = copy(good, "apt-foreign");
    Path foreignRelease = foreign.resolve("dists/stable/Release");
    Files.delete(foreign.resolve("dists/stable/InRelease"));
    Files.delete(foreign.resolve("dists/stable/Release.gpg"));
    stranger.signRelease(foreignRelease);

    Path spoiled = copy(good, "apt-spoiled").resolve("pool");
    for (Path file : packages) {
      Path one = spoiled.resolve(file.getFileName());
      byte[] bytes = Files.readAllBytes(one);
      bytes[bytes.length - 1] ^= 1;
      Files.delete(one);
      Files.write(one, bytes);
    }
  }

  private Path copy(Path good, String name) {
    Path copy = served.resolve(name);
    Tool.run("cp", "-rl", good.toString(), copy.toString());
    return copy;
  }

  /** The release file, not yet signed. */
  private static Path index(Path folder, List<Path> packages) throws IOException {
    Path pool = Files.createDirectories(folder.resolve("pool"));
    for (Path file : packages) {
      Files.move(file, pool.resolve(file.getFileName()));
    }
    String architecture = AlloyPackage.debianArchitecture();
    Path stable = folder.resolve("dists/stable");
    Path list = Files.createDirectories(stable.resolve("main/binary-" + architecture));
    Tool.run(
        "sh",
        "-euc",
        "cd \"$1\" && apt-ftparchive packages pool >\"$2/Packages\" && gzip -k \"$2/Packages\"",
        "index",
        folder.toString(),
        list.toString());
    Tool.run(
        "sh",
        "-euc",
        """
        apt-ftparchive -o APT::FTPArchive::Release::Origin=Iris-lab -o APT::FTPArchive::Release::Suite=stable \
        -o APT::FTPArchive::Release::Codename=stable -o APT::FTPArchive::Release::Components=main \
        -o "APT::FTPArchive::Release::Architectures=$2" release "$1" >"$1.release"
        mv "$1.release" "$1/Release"
        """,
        "release",
        stable.toString(),
        architecture);
    return stable.resolve("Release");
  }
}
