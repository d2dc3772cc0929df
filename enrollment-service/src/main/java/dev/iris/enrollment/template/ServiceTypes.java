package dev.iris.enrollment.template;

import dev.iris.enrollment.template.SettingKind.Choice;
import dev.iris.enrollment.template.SettingKind.Encoding;
import dev.iris.enrollment.template.SettingKind.Names;
import dev.iris.enrollment.template.SettingKind.Secret;
import dev.iris.enrollment.template.SettingKind.SettingKinds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types of services that Iris knows, each with its built-in template. */
final class ServiceTypes {

  private static final Map<String, ServiceType> ALL = new TreeMap<>();

  static {
    for (ServiceType type : List.of(node(), nginx(), apache(), mysql(), postgresql(), mongodb())) {
      ALL.put(type.type(), type);
    }
  }

  private ServiceTypes() {}

  /** All of them, by name. */
  static List<ServiceType> all() {
    return List.copyOf(ALL.values());
  }

  static Optional<ServiceType> find(String type) {
    return Optional.ofNullable(ALL.get(type));
  }

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The built-in template of a type. */
  static String builtIn(ServiceType type) {
    String file = "builtin/" + type.type() + ".alloy";
    try (InputStream text = ServiceTypes.class.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalStateException("the built-in template " + file + " is missing");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServiceType node() {
    return new ServiceType(
        "node",
        "The host itself, and its Alloy",
        "host",
        true,
        List.of(
            Setting.of(
                "logLevel",
                new Choice(List.of("debug", "info", "warn", "error")),
                "info",
                "warn",
                "How much Alloy logs"),
            Setting.of(
                "disableCollectors",
                new Names(50),
                List.of(),
                List.of("mdadm", "zfs"),
                "Collectors of node metrics to leave out"),
            Setting.of(
                "textfileDirectory",
                SettingKinds.PATH,
                null,
                "/var/lib/alloy/textfile",
                "A folder whose *.prom files are metrics too"),
            Setting.of(
                "scrapeUser",
                SettingKinds.WITHOUT_COLON,
                null,
                "prometheus",
                "With scrapePassword: Alloy then asks for both on its port"),
            secret("scrapePassword", Encoding.LITERAL)),
        List.of(List.of("scrapeUser", "scrapePassword")),
        settings -> Optional.empty());
  }

  private static ServiceType nginx() {
    return new ServiceType(
        "nginx",
        "nginx, through its stub_status and prometheus-nginx-exporter: Alloy has no component for it",
        "nginx",
        true,
        List.of(
            Setting.of(
                "stubStatusUrl",
                SettingKinds.PLAIN_HTTP_URL,
                "http://127.0.0.1/stub_status",
                "http://127.0.0.1:8080/nginx_status",
                "Where stub_status answers, as the host sees it"),
            Setting.of(
                "exporterPort", SettingKinds.PORT, 9113L, 9114L, "Where the exporter answers")),
        List.of(),
        ServiceTypes::nginxExporter);
  }

  private static Optional<Companion> nginxExporter(Map<String, Object> settings) {
    long port = (Long) settings.getOrDefault("exporterPort", 9113L);
    // Two dashes: the old versions take them too, the new ones nothing else.
    return Optional.of(
        new Companion(
            "prometheus-nginx-exporter",
            List.of(
                "--nginx.scrape-uri=" + settings.get("stubStatusUrl"),
                "--web.listen-address=:" + port),
            (int) port));
  }

  private static ServiceType apache() {
    return new ServiceType(
        "apache",
        "Apache httpd, through mod_status",
        "apache",
        false,
        List.of(
            Setting.of(
                "statusUrl",
                SettingKinds.HTTP_URL,
                "http://127.0.0.1/server-status?auto",
                "https://127.0.0.1:8443/server-status?auto",
                "Where mod_status answers, as the host sees it"),
            Setting.of(
                "hostOverride",
                SettingKinds.HOST,
                null,
                "www.example.org",
                "The Host header to send"),
            Setting.of(
                "insecure", SettingKinds.FLAG, false, true, "Whether any certificate will do")),
        List.of(),
        settings -> Optional.empty());
  }

  private static ServiceType mysql() {
    return new ServiceType(
        "mysql",
        "MySQL or MariaDB",
        "mysql",
        false,
        List.of(
            Setting.of("host", SettingKinds.HOST, "127.0.0.1", "2001:db8::5", "Where it answers"),
            Setting.of("port", SettingKinds.PORT, 3306L, 3307L, "Where it answers"),
            Setting.of(
                "socket",
                SettingKinds.PATH,
                null,
                "/run/mysqld/mysqld.sock",
                "Its socket, instead of host and port"),
            Setting.of("user", SettingKinds.WITHOUT_COLON, "iris", "monitor@ops", "Who logs in"),
            secret("password", Encoding.LITERAL),
            Setting.of(
                "tls",
                new Choice(List.of("false", "true", "skip-verify", "preferred")),
                "false",
                "skip-verify",
                "Whether to connect by TLS; not for a socket")),
        List.of(),
        settings -> Optional.empty());
  }

  private static ServiceType postgresql() {
    return new ServiceType(
        "postgresql",
        "PostgreSQL; one service for each server",
        "postgresql",
        false,
        List.of(
            Setting.of("host", SettingKinds.HOST, "127.0.0.1", "2001:db8::5", "Where it answers"),
            Setting.of("port", SettingKinds.PORT, 5432L, 5433L, "Where it answers"),
            Setting.of("database", SettingKinds.FREE, "postgres", "a b/\"c", "What to connect to"),
            Setting.of("user", SettingKinds.FREE, "iris", "mon@ops: {{ x }}", "Who logs in"),
            secret("password", Encoding.PERCENT),
            Setting.of(
                "sslMode",
                new Choice(List.of("disable", "require", "verify-ca", "verify-full")),
                "disable",
                "verify-full",
                "Whether to connect by TLS")),
        List.of(),
        settings -> Optional.empty());
  }

  private static ServiceType mongodb() {
    return new ServiceType(
        "mongodb",
        "MongoDB; one service for each member",
        "mongodb",
        false,
        List.of(
            Setting.of("host", SettingKinds.HOST, "127.0.0.1", "2001:db8::5", "Where it answers"),
            Setting.of("port", SettingKinds.PORT, 27_017L, 27_018L, "Where it answers"),
            Setting.of("user", SettingKinds.FREE, null, "mon@ops", "Who logs in"),
            secret("password", Encoding.PERCENT),
            Setting.of(
                "authSource",
                SettingKinds.FREE,
                "admin",
                "a&b",
                "The database that knows the user"),
            Setting.of("tls", SettingKinds.FLAG, false, true, "Whether to connect by TLS")),
        List.of(List.of("user", "password")),
        settings -> Optional.empty());
  }

  private static Setting secret(String name, Encoding encoding) {
    return Setting.of(name, new Secret(encoding), null, "p@ss \"w%rd\"", "Kept out of the config");
  }
}
