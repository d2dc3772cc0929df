package dev.iris.enrollment.agent;

import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.platform.HostScript;
import dev.iris.enrollment.platform.Platform;
import dev.iris.enrollment.platform.ScriptInput;
import dev.iris.enrollment.platform.ScriptReport;
import dev.iris.enrollment.remote.LoopbackReply;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.template.Companion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sets up Alloy on one host, with the host's own means. Each step looks before it changes anything, may be repeated after a death
 * in its middle, and blocks, which belongs on a virtual thread and may be interrupted. A fault of the host or the way to it is a
 * {@link RemoteException}. Not for use by several threads.
 */
public class Agent {

  private static final Pattern STATUS_URL =
      Pattern.compile(
          "--nginx\\.scrape-uri=http://(?:127\\.0\\.0\\.1|localhost)(?::(\\d{1,5}))?(/[^\\s#]*)");
  private static final int HTTP = 80;
  private static final java.time.Duration ASK = java.time.Duration.ofSeconds(5);
  private static final long USUAL_MTU = 1500;

  private final HostFacts facts;
  private final Optional<Platform> platform;
  private final AgentSettings settings;
  private final @Nullable Site site;
  private @Nullable Found found;

  Agent(HostFacts facts, Optional<Platform> platform, AgentSettings settings, @Nullable Site site) {
    this.facts = facts;
    this.platform = platform;
    this.settings = settings;
    this.site = site;
  }

  /** What a person has to put right first: all of it. Changes nothing. */
  public List<Obstacle> check() throws RemoteException, InterruptedException {
    Prerequisites prerequisites = new Prerequisites(settings);
    prerequisites.of(facts, platform);
    if (site != null && facts.systemd()) {
      Found now = site.look(true);
      found = now;
      if (!now.seen()) {
        prerequisites.add(Trouble.HOST_SCRIPT_FAILED.obstacle());
        return prerequisites.all();
      }
      prerequisites.of(now, facts);
      for (Companion companion : site.wish().config().companions()) {
        if (!statusAnswers(site, companion)) {
          prerequisites.add(Trouble.STUB_STATUS_UNREACHABLE.obstacle());
        }
      }
      hint(site);
    }
    return prerequisites.all();
  }

  /** What would be changed; nothing if all is as it should be. Changes nothing. */
  public List<PlannedChange> plan() throws RemoteException, InterruptedException {
    return site == null
        ? List.of()
        : new Planning(found(site), settings.managesFirewalls()).changes();
  }

  /** The repository with its key, the package in its version, and what must run beside it. */
  public AgentOutcome install() throws RemoteException, InterruptedException {
    if (site == null) {
      return Trouble.SYSTEM_UNSUPPORTED.refused();
    }
    if (found(site).installationIsRight()) {
      return new AgentOutcome.Done(false);
    }
    Optional<Trouble> trouble = settings.keys().trouble();
    if (trouble.isPresent()) {
      return trouble.get().refused();
    }
    String key = settings.keys().usable().orElse("");
    return change(site, HostScript.INSTALL, site.desired().installation(key));
  }

  /** The configuration and its secrets, beside those that are in force. */
  public AgentOutcome configure() throws RemoteException, InterruptedException {
    if (site == null) {
      return Trouble.SYSTEM_UNSUPPORTED.refused();
    }
    Found now = found(site);
    if (now.configIsRight() && now.environmentIsRight() && !now.hasCandidate()) {
      return new AgentOutcome.Done(false);
    }
    Desired desired = site.desired();
    return change(
        site,
        HostScript.CONFIGURE,
        desired.input().and("config", desired.config()).and("block", desired.block()));
  }

  /** What Alloy itself says of it, before anything depends on it. */
  public AgentOutcome validate() throws RemoteException, InterruptedException {
    if (site == null) {
      return Trouble.SYSTEM_UNSUPPORTED.refused();
    }
    Found now = found;
    if (now != null && !now.hasCandidate()) {
      return new AgentOutcome.Done(false);
    }
    ScriptInput secrets =
        site.desired().input().and("environment", site.wish().config().environment());
    return outcome(site.run(HostScript.VALIDATE, secrets));
  }

  /** The ports of metrics, for the scrapers only, where a firewall filters. */
  public AgentOutcome firewall() throws RemoteException, InterruptedException {
    if (site == null) {
      return Trouble.SYSTEM_UNSUPPORTED.refused();
    }
    Found now = found;
    if (!settings.managesFirewalls() || (now != null && now.survey().firewallRight())) {
      return new AgentOutcome.Done(false);
    }
    return change(site, HostScript.OPEN_PORTS, site.desired().input());
  }

  /** The configuration in force, Alloy ready with it, all components answering; else what was before, running again. */
  public AgentOutcome start() throws RemoteException, InterruptedException {
    if (site == null) {
      return Trouble.SYSTEM_UNSUPPORTED.refused();
    }
    AgentOutcome outcome = new Startup(site).start(found(site));
    if (!outcome.equals(new AgentOutcome.Done(false))) {
      found = null;
    }
    return outcome;
  }

  /**
   * Takes the rules out of the firewall, and has Alloy stop for good.
   *
   * @param uninstall whether package, repository and configuration are to go, too
   */
  public AgentOutcome remove(boolean uninstall) throws RemoteException, InterruptedException {
    if (site == null) {
      return Trouble.SYSTEM_UNSUPPORTED.refused();
    }
    String companions =
        site.desired().companions().stream()
            .map(companion -> companion.packageName() + ".service\n")
            .collect(Collectors.joining());
    ScriptInput input = site.desired().input();
    boolean changed = false;
    for (HostScript script :
        List.of(HostScript.CLOSE_PORTS, HostScript.STOP, HostScript.UNINSTALL)) {
      if (script == HostScript.UNINSTALL && !uninstall) {
        break;
      }
      switch (change(site, script, input.and("companions", companions))) {
        case AgentOutcome.Done(boolean something) -> changed |= something;
        case AgentOutcome.Refused refused -> {
          return refused;
        }
      }
    }
    return new AgentOutcome.Done(changed);
  }

  private Found found(Site there) throws RemoteException, InterruptedException {
    Found now = found;
    if (now == null || !now.seen()) {
      now = there.look(false);
      found = now;
    }
    return now;
  }

  /** What was found before is not true any more, whatever came of it. */
  private AgentOutcome change(Site there, HostScript script, ScriptInput input)
      throws RemoteException, InterruptedException {
    found = null;
    return outcome(there.run(script, input));
  }

  private static AgentOutcome outcome(ScriptReport report) {
    return report
        .refusal()
        .map(code -> Trouble.of(code).refused())
        .orElseGet(() -> new AgentOutcome.Done(report.changed()));
  }

  private static boolean statusAnswers(Site there, Companion companion) throws RemoteException {
    for (String argument : companion.arguments()) {
      Matcher url = STATUS_URL.matcher(argument);
      if (url.matches()) {
        int port = url.group(1) == null ? HTTP : Integer.parseInt(url.group(1));
        LoopbackReply reply = there.host().ask(port, "GET", url.group(2), ASK);
        return reply.ok() && reply.body().contains("Active connections");
      }
    }
    return true;
  }

  /** A tunnel on the way makes for connections that open, and hang with the first long answer. */
  private void hint(Site there) {
    facts.mtus().entrySet().stream()
        .filter(card -> !card.getKey().equals("lo") && card.getValue() < USUAL_MTU)
        .forEach(
            card ->
                there
                    .tell()
                    .accept(
                        "%s has an MTU of %d: if scrapes hang, see that ICMP is let through\n"
                            .formatted(card.getKey(), card.getValue())));
  }
}
