package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.detect.DetectedServices;
import dev.iris.enrollment.detect.DetectedServices.Detected;
import java.util.ArrayList;
import java.util.List;

/**
 * Which services of a host are monitored. Pure.
 *
 * @param notes for people: what was found, and what was left out and why
 */
record ServiceChoice(List<ServiceWish> services, List<String> notes) {

  private static final String HOST_ITSELF = "node";

  ServiceChoice {
    services = List.copyOf(services);
    notes = List.copyOf(notes);
  }

  /** Those that were asked for; else those that were found and need no login, and the host itself. */
  static ServiceChoice of(Wanted wanted, DetectedServices found) {
    List<String> notes = new ArrayList<>();
    List<ServiceWish> services = new ArrayList<>();
    services.add(ServiceWish.plain(HOST_ITSELF));
    for (Detected one : found.services()) {
      if (!one.wantsLogin()) {
        services.add(ServiceWish.plain(one.type()));
      }
      notes.add(note(one, wanted.detect()));
    }
    if (found.docker()) {
      notes.add("docker runs; Iris has no template for it");
    }
    return new ServiceChoice(wanted.detect() ? services : wanted.services(), notes);
  }

  private static String note(Detected found, boolean detect) {
    String runs = "%s runs: %s".formatted(found.unit(), found.type());
    if (!detect) {
      return runs;
    }
    return found.wantsLogin()
        ? runs
            + "; left out, as it wants a login: name it in services, with its settings, together with all others"
        : runs + ", monitored";
  }
}
