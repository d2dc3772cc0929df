package dev.iris.local.launcher;

import dev.iris.local.Refusal;
import dev.iris.local.Terminal;
import dev.iris.local.keys.ApiKey;
import dev.iris.local.keys.KeyFile;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a whole Iris and ends it. PostgreSQL and Redis come first and go last; between them the services and the gateway run.
 * Everything is restarted when it dies, PostgreSQL and Redis too: the services wait for them by themselves.
 */
public final class Launcher implements AutoCloseable {

  private static final String GATEWAY = "gateway";
  private static final Duration GRACE_OF_SERVICES = Duration.ofSeconds(8);
  private static final Duration GRACE_OF_STORES = Duration.ofSeconds(5);

  private final UpOptions options;
  private final Checkout checkout;
  private final DataFolder data;
  private final Terminal terminal;
  private final FolderLock lock;
  private final List<SupervisedPart> stores = new ArrayList<>();
  private final List<SupervisedPart> services = new ArrayList<>();
  private final Object closing = new Object();
  private boolean closed;

  private Launcher(UpOptions options, Checkout checkout, Terminal terminal) {
    this.options = options;
    this.checkout = checkout;
    this.terminal = terminal;
    this.data = new DataFolder(options.data());
    data.create();
    this.lock = FolderLock.take(data);
  }

  /**
   * Takes the data folder and gets ready to start; {@link #start} does it.
   *
   * @throws Refusal if another Iris has the folder
   */
  public static Launcher of(UpOptions options, Terminal terminal) {
    return new Launcher(options, Checkout.ours(), terminal);
  }

  /**
   * Starts everything and waits until all of it is ready.
   *
   * @throws Refusal if something cannot be started
   */
  public void start() {
    int leftovers = new Leftovers(data).end();
    if (leftovers > 0) {
      terminal.say("Ended %d processes that an earlier Iris had left behind.".formatted(leftovers));
    }
    Ports.demandFree(options.listen(), options.port());
    KeyFile keys = new KeyFile(data.keys());
    if (options.beyondLoopback() && !keys.inForce()) {
      createKeys(keys);
    }
    new Logs(data).rotate();
    Ports ports = new Ports(data);
    Secrets secrets = new Secrets(data);
    terminal.say("Starting PostgreSQL and Redis; everything is kept in " + data.root());
    Redis redis = new Redis(data, ports.of(Redis.NAME));
    supervise(stores, redis.part());
    Postgres postgres =
        new Postgres(
            data, secrets, PostgresBinaries.in(checkout.unpacked()), ports.of(Postgres.NAME));
    postgres.initialise();
    supervise(stores, postgres.part());
    int smtp = ports.of("inbox-smtp");
    Optional<LocalPrometheus> prometheus = prometheus(ports);
    Map<String, String> environment = environment(postgres, redis, smtp);
    prometheus.ifPresent(one -> environment.putAll(one.settings()));
    Services plan = new Services(checkout, data, secrets, ports, options.replicas(), environment);
    supervise(services, gateway(plan, ports, smtp));
    postgres.prepare(Services.roles());
    ports.save();
    terminal.say(
        "Starting %d services (Redis %s)".formatted(plan.parts().size(), redis.description()));
    prometheus.ifPresent(
        one -> {
          terminal.say("Starting this machine's Prometheus on " + one.url());
          supervise(services, one.part());
        });
    plan.parts().forEach(part -> supervise(services, part));
    new Readiness(options.url(), services, terminal).await();
  }

  /** Stops everything: when it returns, no process is left, also if another thread was the first to call it. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    synchronized (closing) {
      stop(services, GRACE_OF_SERVICES);
      stop(stores, GRACE_OF_STORES);
      lock.close();
    }
  }

  /** Whether {@link #close} was called. */
  public synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void supervise(List<SupervisedPart> group, Part part) {
    if (closed) {
      throw new Refusal("Iris was stopped while it was starting.");
    }
    SupervisedPart supervised = new SupervisedPart(part, data, terminal);
    group.add(supervised);
    supervised.start();
  }

  private static void stop(List<SupervisedPart> group, Duration grace) {
    long deadline = System.nanoTime() + grace.toNanos();
    group.forEach(SupervisedPart::stop);
    group.forEach(
        part -> part.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
  }

  private Map<String, String> environment(Postgres postgres, Redis redis, int smtp) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("IRIS_DB_JDBC_URL", postgres.jdbcUrl());
    environment.put("IRIS_DB_REACTIVE_URL", postgres.url());
    environment.put("IRIS_REDIS_URL", redis.url());
    environment.put("IRIS_PUBLIC_URL", publicUrl());
    environment.put("IRIS_NOTIFIER_LOCAL_INBOX_URL", options.url());
    environment.put("IRIS_NOTIFIER_LOCAL_INBOX_SMTP", "127.0.0.1:" + smtp);
    if (new KeyFile(data.keys()).inForce()) {
      environment.put("IRIS_KEYS_FILE", data.keys().toString());
    }
    return environment;
  }

  private String publicUrl() {
    InetAddress listen = options.listen();
    String fallback =
        listen.isLoopbackAddress() || listen.isAnyLocalAddress()
            ? options.url()
            : "http://%s:%d".formatted(listen.getHostAddress(), options.port());
    return Optional.ofNullable(System.getenv("IRIS_PUBLIC_URL"))
        .filter(url -> !url.isBlank())
        .orElse(fallback);
  }

  /** This machine's, if it is wanted and the user has named no other. */
  private Optional<LocalPrometheus> prometheus(Ports ports) {
    return options.prometheus() && Services.prometheusOfUser().isEmpty()
        ? Programs.onPath("prometheus")
            .map(program -> new LocalPrometheus(program, data, ports.of(LocalPrometheus.NAME)))
        : Optional.empty();
  }

  private Part gateway(Services plan, Ports ports, int smtp) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.java(),
                "-XX:+UseSerialGC",
                "-Xms32m",
                "-Xmx160m",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add(
        "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    command.addAll(List.of("-jar", checkout.localJar().toString(), "gateway"));
    command.addAll(
        List.of(
            "--port",
            Integer.toString(options.port()),
            "--listen",
            options.listen().getHostAddress()));
    command.addAll(
        List.of("--routes", checkout.routes().toString(), "--inbox", data.mark() + "inbox"));
    command.addAll(
        List.of("--smtp-port", Integer.toString(smtp), "--keys", data.keys().toString()));
    command.addAll(List.of("--postgresql", "127.0.0.1:" + ports.of(Postgres.NAME)));
    command.addAll(List.of("--redis", "127.0.0.1:" + ports.of(Redis.NAME)));
    command.addAll(plan.upstreams());
    return new Part(
        GATEWAY, Programs.detached(command), Map.of(), data.logOf(GATEWAY), Signal.TERM);
  }

  private void createKeys(KeyFile keys) {
    terminal.say(
        "Iris will be reachable from other machines, so it asks for API keys. They are shown this once:");
    for (ApiKey.Role role : ApiKey.Role.values()) {
      terminal.say("  %-12s  %s".formatted(role.text(), keys.create(role, "made by ./iris up")));
    }
  }
}
