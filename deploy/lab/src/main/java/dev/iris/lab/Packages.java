package dev.iris.lab;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a lab's hosts can install, made and signed for this lab and served on its network only. */
final class Packages {

  static final int PORT = 8077;
  private static final String KEY = "key.asc";
  private static final String REAL = "real-alloy";

  private final LabFolder folder;

  Packages(LabFolder folder) {
    this.folder = folder;
  }

  static URI address(Network network) {
    return URI.create("http://" + network.gateway() + ":" + PORT);
  }

  /** Makes the packages and signs them; the private key is gone afterwards. */
  void make(LabSettings settings) throws IOException {
    Path work = Files.createDirectories(folder.path().resolve("making"));
    Path served = Files.createDirectories(folder.served());
    Path real = settings.alloy();
    AlloyPackage alloy = real == null ? AlloyPackage.standIn(work) : AlloyPackage.of(work, real);
    try (SigningKey key = new SigningKey("Iris lab");
        SigningKey stranger = new SigningKey("A stranger to the Iris lab")) {
      new AptRepository(served).publish(alloy.debs(), key, stranger);
      if (settings.bases().stream().anyMatch(Base::usesRpm)) {
        new RpmRepository(served).publish(alloy.rpms(), key, stranger);
      }
      key.export(served.resolve(KEY));
      Files.writeString(served.resolve("fingerprint"), key.fingerprint() + "\n");
    }
    Files.writeString(served.resolve("versions"), String.join("\n", alloy.versions()) + "\n");
    if (real != null) {
      Files.writeString(served.resolve(REAL), "");
    }
    Tool.run("rm", "-rf", work.toString());
  }

  void serve(Network network) {
    try {
      Path classes =
          Path.of(
              RepositoryServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      folder
          .server()
          .start(
              List.of(
                  java.toString(),
                  "-XX:+UseSerialGC",
                  "-Xmx48m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classes.toString(),
                  RepositoryServer.class.getName(),
                  network.gateway(),
                  Integer.toString(PORT),
                  folder.served().toString()),
              folder.serverLog());
    } catch (java.net.URISyntaxException e) {
      throw new LabException("The lab does not find its own program.", e);
    }
  }

  Path key() {
    return folder.served().resolve(KEY);
  }

  String fingerprint() {
    return LabFolder.read(folder.served().resolve("fingerprint"));
  }

  List<String> versions() {
    return LabFolder.read(folder.served().resolve("versions")).lines().toList();
  }

  boolean areStandIns() {
    return !Files.exists(folder.served().resolve(REAL));
  }
}
