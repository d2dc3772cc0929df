package dev.iris.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code ./iris lab} starts. */
public final class LabMain {

  private LabMain() {}

  /**
   * Ends with 1 if the lab cannot be had, with 2 if it is not said properly what is wanted.
   *
   * @param args {@code CHECKOUT up|down|status|env …}
   */
  public static void main(String[] args) {
    Path checkout = Path.of(args[0]);
    try {
      Arguments wanted = Arguments.of(checkout, List.of(args).subList(1, args.length));
      switch (wanted.command()) {
        case UP -> up(wanted);
        case DOWN -> down(wanted.folder());
        case STATUS -> status(wanted.folder());
        case ENV -> env(wanted.folder());
      }
    } catch (Arguments.Unclear e) {
      System.err.println("iris: " + e.getMessage() + "\n" + Arguments.USAGE);
      System.exit(2);
    } catch (LabException e) {
      System.err.println("iris: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void up(Arguments wanted) {
    long began = System.nanoTime();
    Lab lab = Lab.up(wanted.settings(), System.err::println);
    System.out.printf(
        "%d hosts are up after %.1f s.%n", lab.hosts().size(), (System.nanoTime() - began) / 1e9);
    print(lab);
  }

  private static void down(Path folder) {
    Optional<Lab> lab = Lab.in(folder);
    lab.ifPresent(Lab::close);
    System.out.println(lab.isPresent() ? "The lab is gone." : "There is no lab in " + folder + ".");
  }

  private static void status(Path folder) {
    Lab.in(folder)
        .ifPresentOrElse(
            LabMain::print, () -> System.out.println("There is no lab in " + folder + "."));
  }

  /** For a shell to evaluate: what an Iris that is to enrol the hosts has to know, and what its demo has to. */
  private static void env(Path folder) {
    Lab lab =
        Lab.in(folder)
            .orElseThrow(
                () -> new LabException("There is no lab in " + folder + ": ./iris lab up 1"));
    lab.settings().forEach(LabMain::export);
    export("IRIS_LAB_KEY", lab.key().toString());
    export("IRIS_LAB_HOSTS", String.join(" ", lab.hosts().stream().map(LabHost::address).toList()));
  }

  private static void export(String name, String value) {
    System.out.printf("export %s='%s'%n", name, value.replace("'", "'\\''"));
  }

  private static void print(Lab lab) {
    for (LabHost host : lab.hosts()) {
      System.out.printf(
          "  %-4s %-12s %-28s %s%n",
          host.name(),
          host.address(),
          host.base().title(),
          host.answers() ? "sshd answers" : "sshd does not answer");
    }
    System.out.printf(
        "packages  %s/apt, signed by %s%s%n          alloy %s%n",
        lab.packages(),
        lab.signingFingerprint(),
        lab.servesPackages() ? "" : " (NOT SERVED: the server is gone)",
        String.join(", ", lab.alloyVersions()) + (lab.hasStandIn() ? " (stand-in)" : ""));
    Stream.of(
            "log in    ssh -i %s deploy@%s".formatted(lab.key(), lab.hosts().getFirst().address()),
            "          deploy's sudo asks for nothing, ops' for the password in %s"
                .formatted(lab.key().resolveSibling("password")))
        .forEach(System.out::println);
  }
}
