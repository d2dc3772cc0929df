package dev.iris.enrollment.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The services on a host that Iris has a template for, by the units that run.
 *
 * @param docker whether Docker runs: told, as nothing is made of it
 */
public record DetectedServices(List<Detected> services, boolean docker) {

  private static final List<Kind> KINDS =
      List.of(
          new Kind("nginx", Pattern.compile("nginx"), false),
          new Kind("apache", Pattern.compile("apache2|httpd"), false),
          new Kind("mysql", Pattern.compile("(?:mysqld?|mariadb)(?:@.*)?"), true),
          new Kind("postgresql", Pattern.compile("postgresql(?:-\\d+)?(?:@.*)?"), true),
          new Kind("mongodb", Pattern.compile("mongod"), true));

  public DetectedServices {
    services = List.copyOf(services);
  }

  /**
   * One service.
   *
   * @param type as templates call it
   * @param unit that runs it; of several the first by name
   * @param wantsLogin whether nothing can be read from it without a login
   */
  public record Detected(String type, String unit, boolean wantsLogin) {}

  private record Kind(String type, Pattern unit, boolean wantsLogin) {

    Optional<Detected> in(HostFacts facts) {
      return facts.services().stream()
          .filter(name -> unit.matcher(name).matches())
          .sorted()
          .findFirst()
          .map(name -> new Detected(type, name, wantsLogin));
    }
  }

  /** Those of a host. */
  public static DetectedServices of(HostFacts facts) {
    List<Detected> found = new ArrayList<>();
    KINDS.forEach(kind -> kind.in(facts).ifPresent(found::add));
    return new DetectedServices(found, facts.services().contains("docker"));
  }
}
