package dev.iris.enrollment.platform;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is there of Alloy on a host, as it says itself.
 *
 * @param version of the package, as {@code 1.18.1-1}; empty without one that is wholly installed
 * @param newest that the host's package index knows; empty where nothing asked for it, or it knows none
 * @param held whether the package manager leaves it at its version
 * @param halfDone whether a package manager died in its middle
 * @param files regular files among those that were asked for, by path
 * @param block SHA-256 of what Iris wrote into the environment file, and what follows it
 * @param environmentMode of the environment file, with its owner; empty without one
 * @param written SHA-256 of configurations that Iris wrote
 * @param altered files of the package that are not as it brought them
 * @param running what Alloy last was seen to be ready with, by name: config, block, version
 * @param unit LoadState, ActiveState, UnitFileState, FragmentPath
 * @param dropIns files that change what the unit runs
 * @param listener who has Alloy's port, and the unit that it belongs to; empty if nobody, or none
 * @param packageLocks who holds the package database, and for how many seconds
 * @param reaches whether the repository was reached; empty if not asked
 * @param rivals other files that name the repository
 * @param companionsRight packages of companions that run as they should
 * @param firewall none, or which one filters
 * @param firewallRight whether the scrapers are let in
 * @param clock the host's time when it answered
 */
public record AlloySurvey(
    String version,
    String newest,
    boolean held,
    boolean halfDone,
    Map<String, FileFound> files,
    String block,
    String environmentMode,
    Set<String> written,
    Set<String> altered,
    Map<String, String> running,
    Map<String, String> unit,
    List<String> dropIns,
    String listener,
    String listenerUnit,
    Map<String, Long> packageLocks,
    Optional<Boolean> reaches,
    List<String> rivals,
    Set<String> companionsRight,
    String firewall,
    boolean firewallRight,
    Optional<Instant> clock) {

  private static final Pattern FILE =
      Pattern.compile("([0-9a-f]{64}) ([0-7]{3,4} [^ ]+:[^ ]+) (/.*)");
  private static final Pattern ALTERED = Pattern.compile("\\S+ +(?:[a-z] )?(/.*)");
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9@:_.-]{1,200}\\.service");

  /**
   * A regular file.
   *
   * @param mode such as {@code 640 root:alloy}
   */
  public record FileFound(String sha256, String mode) {}

  /** What a host's answer to {@link HostScript#SURVEY} means. */
  public static AlloySurvey read(Answer answer) {
    return new AlloySurvey(
        answer.text("version"),
        answer.text("newest"),
        answer.text("held").equals("yes"),
        answer.text("half-done").equals("yes"),
        files(answer),
        answer.text("block"),
        answer.text("environment-mode"),
        answer.set("written"),
        answer
            .lines("altered")
            .map(ALTERED::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1))
            .collect(Collectors.toSet()),
        words(answer, "running"),
        answer.settings("unit"),
        answer.lines("drop-ins").toList(),
        answer.text("listener"),
        unit(answer.text("listener-unit")),
        answer.numbers("package-locks"),
        Optional.of(answer.text("reaches"))
            .filter(text -> !text.isEmpty())
            .map(text -> text.equals("yes")),
        answer.lines("rivals").toList(),
        answer.set("companions-right"),
        answer.text("firewall").isEmpty() ? "none" : answer.text("firewall"),
        answer.text("firewall-right").equals("yes"),
        Optional.of(answer.text("clock"))
            .filter(text -> text.matches("\\d{1,11}"))
            .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds))));
  }

  /** Whether the service runs. */
  public boolean active() {
    return "active".equals(unit.get("ActiveState"));
  }

  /** Whether it will run after a start of the host. */
  public boolean enabled() {
    return "enabled".equals(unit.get("UnitFileState"));
  }

  /** Whether somebody forbade it to run. */
  public boolean masked() {
    return "masked".equals(unit.get("LoadState"));
  }

  /** Whether somebody's own unit comes before the package's. */
  public boolean ownUnit() {
    return "/etc/systemd/system/alloy.service".equals(unit.get("FragmentPath"));
  }

  /** Whether Alloy runs as a service of another name; empty if not. */
  public Optional<String> otherUnit() {
    return Optional.of(listenerUnit)
        .filter(
            name -> listener.equals("alloy") && !name.isEmpty() && !name.equals("alloy.service"));
  }

  /** Whether the port belongs to somebody who is not Alloy, or to an Alloy that is no service. */
  public boolean portTaken() {
    return !listener.isEmpty()
        && !(listener.equals("alloy") && !listenerUnit.isEmpty())
        && !listenerUnit.equals("alloy.service");
  }

  private static Map<String, FileFound> files(Answer answer) {
    return answer
        .lines("files")
        .map(FILE::matcher)
        .filter(Matcher::matches)
        .collect(
            Collectors.toMap(
                line -> line.group(3),
                line -> new FileFound(line.group(1), line.group(2)),
                (a, _) -> a));
  }

  private static Map<String, String> words(Answer answer, String name) {
    return answer
        .lines(name)
        .map(line -> List.of(line.split(" ", 2)))
        .filter(pair -> pair.size() == 2)
        .collect(Collectors.toMap(List::getFirst, List::getLast, (a, _) -> a));
  }

  private static String unit(String name) {
    return UNIT.matcher(name).matches() ? name : "";
  }
}
