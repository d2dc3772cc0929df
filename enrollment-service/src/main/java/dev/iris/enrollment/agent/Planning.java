package dev.iris.enrollment.agent;

import dev.iris.enrollment.platform.AlloySurvey;
import dev.iris.enrollment.platform.Platform;
import dev.iris.enrollment.template.Companion;
import java.util.ArrayList;
import java.util.List;

/** What would be changed, for people. Pure: nothing to change yields nothing. */
final class Planning {

  private static final String KEPT = " is kept as %s.before-iris.<time>";

  private final Found found;
  private final boolean managesFirewalls;
  private final List<PlannedChange> changes = new ArrayList<>();

  Planning(Found found, boolean managesFirewalls) {
    this.found = found;
    this.managesFirewalls = managesFirewalls;
  }

  List<PlannedChange> changes() {
    installation();
    configuration();
    firewall();
    service();
    return List.copyOf(changes);
  }

  private void installation() {
    AlloySurvey survey = found.survey();
    if (survey.halfDone()) {
      add("install", "an interrupted run of the package manager is brought to its end");
    }
    survey
        .rivals()
        .forEach(
            file ->
                add(
                    "install",
                    "the repository's lines in "
                        + file
                        + " are set aside; the file"
                        + KEPT.formatted(file)));
    if (!found.repositoryIsRight()) {
      add("install", "the repository of Alloy and its key: " + found.platform().repositoryFile());
    }
    String wanted = found.wantedVersion();
    if (survey.version().isEmpty()) {
      add(
          "install",
          "Alloy " + (wanted.isEmpty() ? "in the newest version" : wanted) + " is installed");
    } else if (!found.versionIsRight()) {
      add("install", "Alloy " + survey.version() + " becomes " + wanted);
    }
    if (!found.holdIsRight()) {
      add(
          "install",
          survey.held()
              ? "Alloy is not kept at its version any more"
              : "Alloy is kept at its version");
    }
    for (Companion companion : found.desired().companions()) {
      if (!survey.companionsRight().contains(companion.packageName())) {
        add(
            "install",
            companion.packageName() + " is installed and started, on port " + companion.port());
      }
    }
  }

  private void configuration() {
    Platform platform = found.platform();
    if (!found.configIsRight()) {
      add("configure", platform.alloyConfigFile() + " is written");
      if (found.configIsForeign()) {
        add("configure", "what somebody wrote there" + KEPT.formatted(platform.alloyConfigFile()));
      }
    }
    if (!found.environmentIsRight()) {
      add(
          "configure",
          platform.alloyEnvironmentFile() + " gets the arguments and secrets of Alloy");
    }
  }

  private void firewall() {
    AlloySurvey survey = found.survey();
    if (managesFirewalls && !survey.firewall().equals("none") && !survey.firewallRight()) {
      add("firewall", survey.firewall() + " lets the scrapers reach the ports of metrics");
    }
  }

  private void service() {
    AlloySurvey survey = found.survey();
    survey
        .otherUnit()
        .ifPresent(
            unit ->
                add(
                    "start",
                    "the service " + unit + ", which runs another Alloy, is stopped and disabled"));
    if (survey.ownUnit()) {
      add(
          "start",
          "the package's unit takes the place of somebody's own, which"
              + KEPT.formatted("/etc/systemd/system/alloy.service"));
    }
    survey
        .dropIns()
        .forEach(file -> add("start", "what changes the unit's program" + KEPT.formatted(file)));
    if (!survey.enabled()) {
      add("start", "Alloy is started with the host from now on");
    }
    if (!survey.active()) {
      add("start", "Alloy is started");
    } else if (!found.needsNoRestart() || !found.ready()) {
      add("start", "Alloy is started anew");
    } else if (!found.ranWithThis()) {
      add("start", "Alloy loads the configuration anew");
    }
  }

  private void add(String step, String what) {
    changes.add(new PlannedChange(step, what));
  }
}
