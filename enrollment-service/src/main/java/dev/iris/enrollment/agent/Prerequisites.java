package dev.iris.enrollment.agent;

import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.platform.AlloySurvey;
import dev.iris.enrollment.platform.Platform;
import dev.iris.enrollment.template.Companion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a person has to put right before anything is changed: all of it at once. Pure. */
final class Prerequisites {

  private static final Set<String> ARCHITECTURES = Set.of("x86_64", "amd64", "aarch64", "arm64");
  private static final long KILOBYTES = 1024;

  /** For a few small files. */
  private static final long LITTLE = 20;

  private final AgentSettings settings;
  private final List<Obstacle> obstacles = new ArrayList<>();

  Prerequisites(AgentSettings settings) {
    this.settings = settings;
  }

  List<Obstacle> all() {
    return List.copyOf(obstacles);
  }

  /** What the look at the host tells already. */
  void of(HostFacts facts, Optional<Platform> platform) {
    if (platform.isEmpty()) {
      obstacles.add(Trouble.SYSTEM_UNSUPPORTED.obstacle(facts.os().name()));
    }
    if (!ARCHITECTURES.contains(facts.architecture())) {
      obstacles.add(Trouble.ARCHITECTURE_UNSUPPORTED.obstacle(facts.architecture()));
    }
    if (!facts.systemd()) {
      obstacles.add(Trouble.SYSTEMD_MISSING.obstacle("process 1 is " + facts.init()));
    }
    platform
        .filter(known -> Collections.disjoint(known.packageManagers(), facts.packageManagers()))
        .ifPresent(known -> obstacles.add(Trouble.PACKAGE_MANAGER_MISSING.obstacle()));
  }

  /** What only a closer look tells. */
  void of(Found found, HostFacts facts) {
    disks(facts.freeKilobytes(), !found.versionIsRight());
    found
        .clockSkew()
        .filter(skew -> skew.compareTo(settings.clockSkew()) > 0)
        .ifPresent(
            skew ->
                obstacles.add(
                    Trouble.CLOCK_SKEW.obstacle("they are " + skew.toSeconds() + " s apart")));
    AlloySurvey survey = found.survey();
    if (survey.portTaken()) {
      obstacles.add(Trouble.PORT_TAKEN.obstacle(survey.listener()));
    }
    if (survey.masked()) {
      obstacles.add(Trouble.SERVICE_MASKED.obstacle());
    }
    if (!found.installationIsRight()) {
      packages(survey);
    }
    companions(found.desired());
    firewall(found);
  }

  void add(Obstacle obstacle) {
    obstacles.add(obstacle);
  }

  private void disks(Map<String, Long> free, boolean installs) {
    Map<String, Long> wanted =
        new TreeMap<>(
            Map.of(
                "/", installs ? settings.freeOnRoot() : LITTLE,
                "/var", installs ? settings.freeOnVar() : LITTLE));
    wanted.forEach(
        (folder, megabytes) -> {
          Long there = free.get(folder);
          if (there != null && there < megabytes * KILOBYTES) {
            obstacles.add(
                Trouble.DISK_FULL.obstacle(
                    "%d MB are free on %s, %d are needed"
                        .formatted(there / KILOBYTES, folder, megabytes)));
          }
        });
  }

  private void packages(AlloySurvey survey) {
    settings.keys().trouble().ifPresent(trouble -> obstacles.add(trouble.obstacle()));
    survey.packageLocks().entrySet().stream()
        .filter(lock -> lock.getValue() > settings.packageManagerPatience().toSeconds())
        .findFirst()
        .ifPresent(
            lock ->
                obstacles.add(
                    Trouble.PACKAGE_MANAGER_BUSY.obstacle(
                        lock.getKey() + " for " + lock.getValue() + " s")));
    if (survey.reaches().equals(Optional.of(false))) {
      obstacles.add(Trouble.REPOSITORY_UNREACHABLE.obstacle());
    }
    survey.rivals().stream()
        .filter(file -> file.endsWith(".sources"))
        .findFirst()
        .ifPresent(file -> obstacles.add(Trouble.REPOSITORY_CONFLICT.obstacle(file)));
  }

  private void companions(Desired desired) {
    List<String> names = desired.companions().stream().map(Companion::packageName).toList();
    if (names.stream().distinct().count() < names.size()) {
      obstacles.add(Trouble.COMPANION_TWICE.obstacle());
    }
    desired.companions().stream()
        .filter(companion -> desired.companionFile(companion).isEmpty())
        .findFirst()
        .ifPresent(
            companion ->
                obstacles.add(Trouble.COMPANION_UNAVAILABLE.obstacle(companion.packageName())));
  }

  private void firewall(Found found) {
    AlloySurvey survey = found.survey();
    if (!settings.managesFirewalls()
        || survey.firewall().equals("none")
        || survey.firewallRight()) {
      return;
    }
    if (found.wish().scrapers().isEmpty()) {
      obstacles.add(Trouble.SCRAPERS_UNKNOWN.obstacle(survey.firewall()));
    } else if (survey.firewall().equals("iptables")) {
      obstacles.add(Trouble.FIREWALL_FOREIGN.obstacle());
    }
  }
}
