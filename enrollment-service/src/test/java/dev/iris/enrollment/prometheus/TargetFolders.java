package dev.iris.enrollment.prometheus;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Three Prometheus servers that only have to be told about targets: two read folders, one asks. */
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
