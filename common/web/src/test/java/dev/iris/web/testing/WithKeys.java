package dev.iris.web.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Switches keys on, with a key of each role; {@code iris.keys.file} says where the file is. */
public final class WithKeys implements QuarkusTestResourceLifecycleManager {

  private @Nullable Path file;

  @Override
  public Map<String, String> start() {
    try {
      file = Files.createTempDirectory("iris-keys").resolve("keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Keys.write(file, Keys.everyRole());
    return Map.of("iris.keys.file", file.toString());
  }

  @Override
  public void stop() {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
