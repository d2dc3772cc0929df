package dev.iris.enrollment.prometheus;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Prometheus servers that only have to be told about targets: two read folders, one asks, and one is not there at all. */
public final class TargetFolders implements QuarkusTestResourceLifecycleManager {

  static final String ONE = "test-one";
  static final String TWO = "test-two";
  static final String ASKING = "test-asking";

  @Override
  public Map<String, String> start() {
    String prefix = "iris.enrollment.prometheus.";
    return Map.of(
        prefix + ONE + ".targets-folder",
        folder(),
        prefix + TWO + ".targets-folder",
        folder(),
        prefix + ASKING + ".discovery",
        "http",
        prefix + "test-silent.targets-folder",
        "/nonexistent/iris",
        prefix + "test-silent.url",
        "http://127.0.0.1:1",
        "iris.enrollment.targets.repair-interval",
        "1h");
  }

  private static String folder() {
    try {
      Path folder = Files.createTempDirectory("iris-targets");
      folder.toFile().deleteOnExit();
      return folder.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}
}
