package dev.iris.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Alertmanager, the machine's own. Tests that use it carry {@code @RequiresPeer("prometheus-alertmanager")}. */
public final class Alertmanager implements AutoCloseable {

  private final PeerServer server;

  private Alertmanager(PeerServer server) {
    this.server = server;
  }

  /**
   * Starts one that stands alone.
   *
   * @param folder for its configuration and its data
   * @param configuration the text of its alertmanager.yml
   * @param options further command line options, such as those of a cluster; without any it has no cluster port
   */
  public static Alertmanager start(Path folder, String configuration, String... options) {
    try {
      Files.createDirectories(folder);
      Path file = Files.writeString(folder.resolve("alertmanager.yml"), configuration);
      List<String> all = new ArrayList<>(List.of(options));
      all.add("--config.file=" + file);
      all.add("--storage.path=" + folder.resolve("data"));
      if (all.stream().noneMatch(option -> option.startsWith("--cluster.listen-address"))) {
        all.add("--cluster.listen-address=");
      }
      return new Alertmanager(PeerServer.start("prometheus-alertmanager", folder, all));
    } catch (IOException e) {
      throw new UncheckedIOException("Alertmanager did not start", e);
    }
  }

  /** Its address. */
  public URI uri() {
    return server.uri();
  }

  /**
   * Pushes alerts through its API, as Prometheus does.
   *
   * @param alerts a JSON array of {@code {labels, annotations?, startsAt?, endsAt?, generatorURL?}}
   */
  public void push(String alerts) {
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve("/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(alerts))
            .build();
    int status = server.status(request);
    if (status != 200) {
      throw new IllegalStateException("Alertmanager answered " + status);
    }
  }

  /** Ends it and starts it again with its data. */
  public void restart() {
    try {
      server.restart();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
