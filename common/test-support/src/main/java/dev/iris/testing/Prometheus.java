package dev.iris.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Prometheus, the machine's own. Tests that use it carry {@code @RequiresPeer("prometheus")}. */
public final class Prometheus implements AutoCloseable {

  private final PeerServer server;

  private Prometheus(PeerServer server) {
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @param folder for its configuration and its data
   * @param configuration the text of its prometheus.yml
   */
  public static Prometheus start(Path folder, String configuration) {
    try {
      Files.createDirectories(folder);
      Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
      return new Prometheus(
          PeerServer.start(
              "prometheus",
              folder,
              List.of("--config.file=" + file, "--storage.tsdb.path=" + folder.resolve("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException("Prometheus did not start", e);
    }
  }

  /** Its address. */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }
}
