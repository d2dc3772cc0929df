package dev.iris.local.launcher;

import dev.iris.local.Arguments;
import dev.iris.local.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Set;

/**
 * What {@code ./iris up} was asked for.
 *
 * @param port of the gateway
 * @param data where everything is kept
 * @param listen the address the gateway listens on
 * @param replicas how many of the incident and the notifier service run
 * @param prometheus whether this machine's Prometheus is to run, too, if it has one
 */
public record UpOptions(int port, Path data, InetAddress listen, int replicas, boolean prometheus) {

  /** The names of the options that take a value. */
  public static final Set<String> VALUED = Set.of("port", "data", "listen", "replicas");

  /** The names of those that take none. */
  public static final Set<String> FLAGS = Set.of("prometheus");

  private static final int DEFAULT_PORT = 8080;
  private static final int MOST_REPLICAS = 4;

  /**
   * Reads them.
   *
   * @throws Refusal if one makes no sense
   */
  public static UpOptions of(Arguments arguments) {
    return new UpOptions(
        arguments.number("port", DEFAULT_PORT, 1, 65_535),
        data(arguments),
        address(arguments.option("listen").orElse("127.0.0.1")),
        arguments.number("replicas", 1, 1, MOST_REPLICAS),
        arguments.has("prometheus"));
  }

  /** The data folder that the arguments name, else the one in the checkout. */
  public static Path data(Arguments arguments) {
    return arguments
        .option("data")
        .map(Path::of)
        .orElseGet(() -> Checkout.ours().defaultData())
        .toAbsolutePath()
        .normalize();
  }

  /** The same, with this machine's Prometheus. */
  public UpOptions withPrometheus() {
    return new UpOptions(port, data, listen, replicas, true);
  }

  boolean beyondLoopback() {
    return !listen.isLoopbackAddress();
  }

  /** Where a person of this machine finds it. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  private static InetAddress address(String text) {
    try {
      InetAddress address = InetAddress.getByName(text);
      if (address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
    } catch (IOException e) {
      // refused below
    }
    throw new Refusal("\"%s\" is no address of this machine to listen on.".formatted(text));
  }
}
