package dev.iris.local.gateway;

import dev.iris.local.Arguments;
import dev.iris.local.Refusal;
import dev.iris.local.inbox.Inbox;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** The gateway's own process, started by the launcher with everything it needs on its command line; none of it is secret. */
public final class GatewayProcess {

  private static final Set<String> OPTIONS =
      Set.of("port", "listen", "routes", "inbox", "smtp-port", "keys", "postgresql", "redis");

  private GatewayProcess() {}

  /**
   * Runs a gateway until the process ends.
   *
   * @throws Refusal if it cannot be started
   */
  public static void run(List<String> args) throws InterruptedException {
    Arguments arguments = Arguments.parse(args, OPTIONS, Set.of());
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(8));
    try {
      GatewayOptions options = options(arguments);
      Inbox inbox = Inbox.open(options.inbox(), options.smtpPort());
      Runtime.getRuntime().addShutdownHook(new Thread(inbox::close, "close-inbox"));
      vertx
          .deployVerticle(new Gateway(options, inbox))
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    } catch (IOException | ExecutionException e) {
      vertx.close();
      throw new Refusal("The gateway does not start: " + e.getMessage());
    }
  }

  private static GatewayOptions options(Arguments arguments) throws IOException {
    Map<String, List<Address>> upstreams = new HashMap<>();
    for (String word : arguments.words()) {
      String[] parts = word.split("=", 2);
      upstreams.put(parts[0], Arrays.stream(parts[1].split(",")).map(Address::of).toList());
    }
    return new GatewayOptions(
        arguments.number("port", 0, 0, 65_535),
        InetAddress.getByName(required(arguments, "listen")),
        routes(arguments),
        upstreams,
        Address.of(required(arguments, "postgresql")),
        Address.of(required(arguments, "redis")),
        Path.of(required(arguments, "keys")),
        Path.of(required(arguments, "inbox")),
        arguments.number("smtp-port", 0, 0, 65_535));
  }

  private static Routes routes(Arguments arguments) throws IOException {
    try (InputStream yaml = Files.newInputStream(Path.of(required(arguments, "routes")))) {
      return Routes.read(yaml);
    }
  }

  private static String required(Arguments arguments, String name) {
    return arguments
        .option(name)
        .orElseThrow(() -> new UncheckedIOException(new IOException("--" + name + " is missing")));
  }
}
