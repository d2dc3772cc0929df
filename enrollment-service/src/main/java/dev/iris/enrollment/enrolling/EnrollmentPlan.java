package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.enrollment.agent.PlannedChange;
import dev.iris.enrollment.prometheus.FoundTarget;
import dev.iris.enrollment.prometheus.HostTargets;
import dev.iris.enrollment.prometheus.Placement;
import dev.iris.enrollment.registry.Host;
import dev.iris.enrollment.registry.HostStatus;
import dev.iris.enrollment.registry.Roster;
import java.util.ArrayList;
import java.util.List;

/**
 * What a job would change: what was found, compared with what is wanted. Pure; of a host with nothing to change it is empty.
 *
 * @param config as it would be on the host; it names secrets and holds none
 * @param targets as Prometheus would read them
 */
record EnrollmentPlan(List<Change> changes, String config, JsonNode targets) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REGISTER = "register";

  EnrollmentPlan {
    changes = List.copyOf(changes);
  }

  /** One thing, for people. */
  record Change(String step, String what) {}

  /**
   * What was found.
   *
   * @param onHost what the agent would change there
   * @param host its row
   * @param places where it is scraped
   * @param handWritten what people wrote of it into the target folder
   */
  record Found(
      List<PlannedChange> onHost,
      Host host,
      List<Placement> places,
      List<FoundTarget> handWritten) {

    Found {
      onHost = List.copyOf(onHost);
      places = List.copyOf(places);
      handWritten = List.copyOf(handWritten);
    }
  }

  /**
   * The plan.
   *
   * @param config rendered
   * @param targets the wish's, as Prometheus would read them: JSON
   */
  static EnrollmentPlan of(Found found, Roster.Wish wish, String config, String targets) {
    List<Change> changes = new ArrayList<>();
    found.onHost().forEach(one -> changes.add(new Change(one.step(), one.what())));
    changes.addAll(ofRegistry(found, wish));
    return new EnrollmentPlan(changes, config, tree(targets));
  }

  private static List<Change> ofRegistry(Found found, Roster.Wish wish) {
    List<Change> changes = new ArrayList<>();
    Host host = found.host();
    if (host.status() != HostStatus.NEW && !host.labels().equals(wish.labels(host))) {
      changes.add(new Change(REGISTER, "give the host other labels"));
    }
    if (host.status() != HostStatus.NEW && !host.hostname().equals(wish.hostname(host))) {
      changes.add(new Change(REGISTER, "call the host %s".formatted(wish.hostname(host))));
    }
    HostTargets wanted = wish.targets(host);
    if (!found.places().contains(new Placement(wish.instance(), wanted))) {
      changes.add(
          new Change(
              REGISTER,
              "have Prometheus %s scrape %d targets of it"
                  .formatted(wish.instance(), wanted.components().size())));
    }
    found.places().stream()
        .filter(place -> !place.instance().equals(wish.instance()))
        .forEach(
            place ->
                changes.add(
                    new Change(
                        REGISTER,
                        "have Prometheus %s scrape it no more".formatted(place.instance()))));
    found.handWritten().forEach(one -> changes.add(adoption(one)));
    return changes;
  }

  private static Change adoption(FoundTarget found) {
    return new Change(
        REGISTER,
        "take %s out of %s, which was written by hand and is kept as it was"
            .formatted(String.join(", ", found.targets()), found.file()));
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of ours must be writable", e);
    }
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is written as JSON is JSON", e);
    }
  }
}
