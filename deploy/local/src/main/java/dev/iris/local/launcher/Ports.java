package dev.iris.local.launcher;

import dev.iris.local.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The internal ports. They are chosen below the range that systems use for outgoing connections: a port of that range can be
 * taken by somebody's client just while its process is being restarted. Each part keeps its port over restarts, also of the
 * launcher, unless somebody else has it by then.
 */
final class Ports {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 30_000;
  private static final int TRIES = 200;

  private final Path file;
  private final Properties known = new Properties();
  private final Map<String, Integer> given = new HashMap<>();

  Ports(DataFolder data) {
    this.file = data.root().resolve("ports.properties");
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        known.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The port of a part; the same one each time. */
  int of(String part) {
    return given.computeIfAbsent(part, this::assign);
  }

  private int assign(String part) {
    int last = parse(known.getProperty(part, ""));
    int port = isFree(last) && !given.containsValue(last) ? last : choose();
    known.setProperty(part, Integer.toString(port));
    return port;
  }

  /** Remembers what was given. */
  void save() {
    try (var writer = Files.newBufferedWriter(file)) {
      known.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes sure that a port a person asked for can be had.
   *
   * @throws Refusal if it cannot
   */
  static void demandFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new Refusal(
          "Port %d on %s is in use by another program; choose another with --port."
              .formatted(port, address.getHostAddress()));
    }
  }

  private int choose() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!given.containsValue(port) && isFree(port)) {
        return port;
      }
    }
    throw new Refusal(
        "No free port between %d and %d was found on this machine.".formatted(LOWEST, HIGHEST));
  }

  private static boolean isFree(int port) {
    if (port < LOWEST || port > HIGHEST) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int parse(String text) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
  }
}
