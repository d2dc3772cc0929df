package dev.iris.bench;

import dev.iris.lab.Base;
import dev.iris.lab.Lab;
import dev.iris.lab.LabSettings;
import dev.iris.lab.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Enrolment of bare hosts of the lab until Prometheus has been told of them: one host, and many at once, for the first time and with
 * nothing to change; the many also by an Ansible playbook and by hand over parallel ssh. Each contender gets hosts that nobody has
 * touched, all in one run. Needs root.
 */
final class EnrollmentBench {

  /** Not the usual one: a developer's own lab may be up meanwhile. */
  private static final Network NETWORK = new Network("10.78.43");

  private static final int SINGLE = 5;

  private final Path checkout;
  private final int hosts;
  private final Report report = new Report();
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  EnrollmentBench(Path checkout, int hosts) {
    this.checkout = checkout;
    this.hosts = hosts;
  }

  /** Runs all of it and prints it in Markdown. */
  void run(Path folder) throws Exception {
    try (Lab lab = lab(folder.resolve("lab-iris"), hosts + SINGLE);
        ByIris iris = ByIris.start(checkout, folder.resolve("iris"), lab)) {
      for (int i = 0; i < SINGLE; i++) {
        note("one host (s)", iris.one(lab.hosts().get(i)));
      }
      for (int i = 0; i < SINGLE; i++) {
        note("one host, nothing to change (s)", iris.one(lab.hosts().get(i)));
      }
      measure(iris, lab, SINGLE);
    }
    if (Playbook.isPossible()) {
      try (Lab lab = lab(folder.resolve("lab-playbook"), hosts)) {
        measure(new Playbook(folder.resolve("playbook"), lab), lab, 0);
      }
    } else {
      report.note("No ansible-playbook on the PATH: not compared with it.");
    }
    try (Lab lab = lab(folder.resolve("lab-hand"), hosts)) {
      measure(new ByHand(lab), lab, 0);
    }
    seconds.forEach(
        (name, all) -> report.row(name, all.stream().mapToDouble(Double::doubleValue).toArray()));
    report.print();
  }

  private void measure(Contender contender, Lab lab, int from) throws Exception {
    String name = "%d hosts, %s".formatted(hosts, contender.name());
    var all = lab.hosts().subList(from, from + hosts);
    note(name + " (s)", contender.enrol(all));
    note(name + ", nothing to change (s)", contender.enrol(all));
  }

  private void note(String name, Duration took) {
    double value = took.toMillis() / 1000.0;
    System.err.printf("  %s: %.1f%n", name, value);
    seconds.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  private static Lab lab(Path folder, int hosts) {
    return Lab.up(
        new LabSettings(
            folder,
            LabSettings.userCache(),
            NETWORK,
            List.of(Base.DEBIAN_12),
            hosts,
            List.of("python3", "python3-apt"),
            null),
        System.err::println);
  }
}
