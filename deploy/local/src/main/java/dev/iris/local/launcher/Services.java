package dev.iris.local.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The four services: how each is started, and on which ports its replicas answer. */
final class Services {

  private static final String ENROLLMENT = "enrollment-service";
  private static final String INCIDENT = "incident-service";
  private static final String NOTIFIER = "notifier-service";

  private final Checkout checkout;
  private final DataFolder data;
  private final Map<String, String> environment;
  private final Secrets secrets;
  private final List<Replica> replicas;

  /**
   * A kind of service.
   *
   * @param role its role and schema in PostgreSQL
   * @param heap megabytes
   * @param optimised compiled with all the compiler can do, which costs time at the start and memory
   */
  private record Kind(String name, String role, int heap, boolean optimised) {}

  private record Replica(Kind kind, int number, int port) {

    String name() {
      return number == 1 ? kind.name() : kind.name() + "-" + number;
    }

    String address() {
      return "127.0.0.1:" + port;
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind(ENROLLMENT, "enrollment", 160, false),
          new Kind(INCIDENT, "incident", 320, true),
          new Kind("digest-service", "digest", 160, false),
          new Kind(NOTIFIER, "notifier", 224, true));

  /**
   * Plans them.
   *
   * @param environment what all of them are told
   */
  Services(
      Checkout checkout,
      DataFolder data,
      Secrets secrets,
      Ports ports,
      int scale,
      Map<String, String> environment) {
    this.checkout = checkout;
    this.data = data;
    this.secrets = secrets;
    this.environment = Map.copyOf(environment);
    this.replicas = new ArrayList<>();
    for (Kind kind : KINDS) {
      int count = kind.name().equals(INCIDENT) || kind.name().equals(NOTIFIER) ? scale : 1;
      for (int number = 1; number <= count; number++) {
        Replica replica = new Replica(kind, number, 0);
        replicas.add(new Replica(kind, number, ports.of(replica.name())));
      }
    }
  }

  /** Their roles in PostgreSQL. */
  static List<String> roles() {
    return KINDS.stream().map(Kind::role).toList();
  }

  List<Part> parts() {
    return replicas.stream().map(this::part).toList();
  }

  /** For the gateway: the addresses of each service's replicas, {@code incident-service=127.0.0.1:1,127.0.0.1:2}. */
  List<String> upstreams() {
    Map<String, String> addresses =
        replicas.stream()
            .collect(
                Collectors.groupingBy(
                    replica -> replica.kind().name(),
                    LinkedHashMap::new,
                    Collectors.mapping(Replica::address, Collectors.joining(","))));
    return addresses.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  private Part part(Replica replica) {
    Kind kind = replica.kind();
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.java(),
                "-XX:+UseSerialGC",
                "-Xms48m",
                "-Xmx" + kind.heap() + "m",
                "-Xss512k"));
    if (!kind.optimised()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-Diris.data=" + data.mark()));
    command.addAll(List.of("-jar", checkout.serviceJar(kind.name()).toString()));
    return new Part(
        replica.name(),
        Programs.detached(command),
        environment(replica),
        data.logOf(replica.name()),
        Signal.TERM);
  }

  private Map<String, String> environment(Replica replica) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("IRIS_HTTP_PORT", Integer.toString(replica.port()));
    all.put("IRIS_DB_PASSWORD", secrets.get(replica.kind().role()));
    all.put("IRIS_INSTANCE", replica.kind().name() + "-" + replica.number());
    if (replica.kind().name().equals(ENROLLMENT)) {
      all.putAll(prometheus());
    }
    if (replica.kind().name().equals(NOTIFIER)) {
      all.put("IRIS_NOTIFIER_KEK_FILE", secrets.file("notifier-kek").toString());
    }
    if (replica.kind().name().equals(ENROLLMENT)) {
      all.put("IRIS_ENROLLMENT_VAULT_KEY_FILE", secrets.file("enrollment-vault").toString());
    }
    return all;
  }

  /** The instance {@code default}: a folder here, and a Prometheus of the user's if there is one. */
  private Map<String, String> prometheus() {
    Map<String, String> settings = new LinkedHashMap<>();
    String prefix = "IRIS_ENROLLMENT_PROMETHEUS_DEFAULT_";
    settings.put(prefix + "TARGETS_FOLDER", data.targets().toString());
    prometheusOfUser().ifPresent(url -> settings.put(prefix + "URL", url));
    return settings;
  }

  /** The Prometheus that {@code IRIS_PROMETHEUS_URL} names. */
  static Optional<String> prometheusOfUser() {
    return Optional.ofNullable(System.getenv("IRIS_PROMETHEUS_URL")).filter(url -> !url.isBlank());
  }
}
