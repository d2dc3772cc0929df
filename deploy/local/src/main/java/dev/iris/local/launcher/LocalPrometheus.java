package dev.iris.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The Prometheus of this machine, where one is installed: it scrapes what is enrolled, so that enrolments are proven without
 * setting one up. It keeps a day.
 */
record LocalPrometheus(Path program, DataFolder data, int port) {

  static final String NAME = "prometheus";

  /** How often it scrapes, in seconds: a person waits for the proof. */
  private static final int INTERVAL = 5;

  /** What Iris needs to know of it. */
  Map<String, String> settings() {
    return Map.of(
        "IRIS_ENROLLMENT_PROMETHEUS_DEFAULT_URL",
        url(),
        "IRIS_ENROLLMENT_PROMETHEUS_DEFAULT_SCRAPE_INTERVAL",
        "PT" + INTERVAL + "S");
  }

  /** Where it answers. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Writes its configuration; it is started by the part. */
  Part part() {
    Path folder = data.targets().resolveSibling("server");
    try {
      Files.createDirectories(folder);
      Path configuration =
          Files.writeString(
              folder.resolve("prometheus.yml"),
              """
              # Written by ./iris at each start.
              global:
                scrape_interval: %1$ds
              scrape_configs:
                - job_name: iris-hosts
                  file_sd_configs:
                    - files: ['%2$s/*.json']
              """
                  .formatted(INTERVAL, data.targets()));
      return new Part(
          NAME,
          Programs.detached(
              List.of(
                  program.toString(),
                  "--config.file=" + configuration,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--storage.tsdb.retention.time=1d",
                  "--web.listen-address=127.0.0.1:" + port)),
          Map.of(),
          data.logOf(NAME),
          Signal.TERM);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure Prometheus in " + folder, e);
    }
  }
}
