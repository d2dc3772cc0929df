package dev.iris.lab;

import dev.iris.testing.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A key made for one lab, which signs its packages and is then forgotten: only its public part stays. */
final class SigningKey implements AutoCloseable {

  /** Not in the lab's folder: the path of GnuPG's socket has to be short. */
  private final Path home;

  private final String user;

  SigningKey(String owner) {
    try {
      this.home = Files.createTempDirectory("iris-gpg");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.user = owner + " <lab@iris.invalid>";
    gpg("--passphrase", "", "--quick-generate-key", user, "rsa3072", "sign", "never");
  }

  void export(Path file) {
    gpg("--yes", "--armor", "--output", file.toString(), "--export", user);
  }

  /** As apt wants it: a signed copy, and the signature alone. */
  void signRelease(Path release) {
    gpg(
        "--yes",
        "--clearsign",
        "--output",
        release.resolveSibling("InRelease").toString(),
        release.toString());
    detach(release, release.resolveSibling("Release.gpg"));
  }

  void detach(Path file, Path signature) {
    gpg("--yes", "--armor", "--detach-sign", "--output", signature.toString(), file.toString());
  }

  /** As rpm wants it: the signature becomes part of each package. */
  void signPackages(List<Path> rpms) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "rpmsign",
                "--define",
                "_gpg_name " + fingerprint(),
                "--define",
                "_gpg_path " + home,
                "--define",
                "__gpg " + Peers.find("gpg").orElseThrow(),
                "--addsign"));
    rpms.forEach(rpm -> command.add(rpm.toString()));
    Tool.run(command);
  }

  /** Forty hexadecimal digits. */
  String fingerprint() {
    return Arrays.stream(gpg("--with-colons", "--fingerprint").split("\n"))
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":", -1)[9])
        .findFirst()
        .orElseThrow();
  }

  private String gpg(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet"));
    command.addAll(List.of(arguments));
    return Tool.run(command);
  }

  @Override
  public void close() {
    Tool.succeeds("gpgconf", "--homedir", home.toString(), "--kill", "all");
    Tool.run("rm", "-rf", home.toString());
  }
}
