package dev.iris.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What Iris ships for Prometheus and Alertmanager, and where the services are that it is about. */
final class Shipped {

  private static final Path FOLDER = Path.of("..", "monitoring");

  private Shipped() {}

  static String file(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of a service of the shared Iris itself, without the gateway; {@code incident-service-2} is a replica. */
  static String address(String service) {
    Properties ports = new Properties();
    try (InputStream file =
        Files.newInputStream(SharedIris.IRIS.data().resolve("ports.properties"))) {
      ports.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "127.0.0.1:" + ports.getProperty(service);
  }
}
