package dev.iris.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * rpm packages as dnf and zypper fetch them, packages and index signed, at {@code rpm}; and the same with something wrong, each
 * of which they must refuse: {@code rpm-unsigned}, {@code rpm-foreign} (signed by a stranger), {@code rpm-spoiled} (a package was
 * changed after it was indexed).
 */
final class RpmRepository {

  private final Path served;

  RpmRepository(Path served) {
    this.served = served;
  }

  /**
   * @param packages not yet signed
   */
  void publish(List<Path> packages, SigningKey key, SigningKey stranger) throws IOException {
    index(copy(packages, "rpm-unsigned"));

    Path foreign = copy(packages, "rpm-foreign");
    stranger.signPackages(rpms(foreign));
    sign(index(foreign), stranger);

    Path good = copy(packages, "rpm");
    key.signPackages(rpms(good));
    sign(index(good), key);

    Path spoiled = served.resolve("rpm-spoiled");
    Tool.run("cp", "-r", good.toString(), spoiled.toString());
    for (Path file : rpms(spoiled)) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
    }
  }

  private Path copy(List<Path> packages, String name) throws IOException {
    Path folder = Files.createDirectories(served.resolve(name));
    for (Path file : packages) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
    return folder;
  }

  private static List<Path> rpms(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".rpm")).toList();
    }
  }

  private static Path index(Path folder) {
    Tool.run("createrepo_c", "--quiet", folder.toString());
    return folder.resolve("repodata/repomd.xml");
  }

  private static void sign(Path index, SigningKey key) {
    key.detach(index, index.resolveSibling("repomd.xml.asc"));
    key.export(index.resolveSibling("repomd.xml.key"));
  }
}
