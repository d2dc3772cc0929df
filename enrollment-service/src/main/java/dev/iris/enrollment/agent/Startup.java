package dev.iris.enrollment.agent;

import dev.iris.enrollment.platform.HostScript;
import dev.iris.enrollment.platform.ScriptInput;
import dev.iris.enrollment.platform.ScriptReport;
import dev.iris.enrollment.remote.LoopbackReply;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.template.Component;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the candidate in force, and takes it out again if Alloy does not run with it. The files of before are kept until Alloy was
 * seen to be ready: a successor of this worker finds them, too.
 */
final class Startup {

  private static final Duration POLL = Duration.ofMillis(150);
  private static final int POLLS_PER_STATE = 10;
  private static final int HOPELESS = 4;
  private static final int REFUSED = 400;

  private final Site site;
  private final ScriptInput input;

  Startup(Site site) {
    this.site = site;
    input = site.desired().input();
  }

  AgentOutcome start(Found found) throws RemoteException, InterruptedException {
    if (found.serviceIsRight() && !found.hasCandidate()) {
      List<Component> silent = silent();
      return silent.isEmpty() ? new AgentOutcome.Done(false) : refused(silent);
    }
    ScriptReport swapped =
        site.run(HostScript.SWAP, input.and("other-unit", found.survey().otherUnit().orElse("")));
    if (swapped.refusal().isPresent()) {
      return Trouble.of(swapped.refusal().get()).refused();
    }
    boolean restart =
        swapped.facts().text("restart").equals("yes")
            || !swapped.facts().text("active").equals("yes")
            || !found.needsNoRestart()
            || !found.ready();
    Optional<Trouble> trouble = restart ? restart() : reload();
    List<Component> silent = trouble.isEmpty() ? silent() : List.of();
    if (trouble.isEmpty() && silent.stream().anyMatch(Startup::isAlloys)) {
      trouble = Optional.of(Trouble.COMPONENTS_SILENT);
    }
    if (trouble.isPresent()) {
      return rollBack(trouble.get(), restart);
    }
    return settle(found, silent);
  }

  private AgentOutcome settle(Found found, List<Component> silent)
      throws RemoteException, InterruptedException {
    ScriptReport settled =
        site.run(
            HostScript.SETTLE,
            input.and("running", site.desired().running(found.survey().version())));
    if (settled.refusal().isPresent()) {
      return Trouble.of(settled.refusal().get()).refused();
    }
    return silent.isEmpty() ? new AgentOutcome.Done(true) : refused(silent);
  }

  private Optional<Trouble> restart() throws RemoteException, InterruptedException {
    ScriptReport restarted = site.run(HostScript.RESTART, input);
    if (restarted.refusal().isPresent()) {
      return restarted.refusal().map(Trouble::of);
    }
    return awaitReady() ? Optional.empty() : Optional.of(Trouble.NOT_READY);
  }

  /** Alloy says of a reload what came of it; where it wants a login for that, a restart shows it. */
  private Optional<Trouble> reload() throws RemoteException, InterruptedException {
    LoopbackReply reply = site.ask("POST", "/-/reload");
    if (reply.status() == REFUSED) {
      site.tell().accept(reply.body());
      return Optional.of(Trouble.CONFIG_REFUSED);
    }
    if (!reply.ok()) {
      return restart();
    }
    return awaitReady() ? Optional.empty() : Optional.of(Trouble.NOT_READY);
  }

  /** Also a refused reload has left the new components running: the old configuration has to be loaded again. */
  private AgentOutcome rollBack(Trouble trouble, boolean restart)
      throws RemoteException, InterruptedException {
    ScriptReport restored =
        site.run(HostScript.RESTORE, input.and("restart", restart ? "yes" : "no"));
    boolean well = restored.refusal().isEmpty();
    if (restored.facts().text("active").equals("yes")) {
      boolean loaded =
          site.ask("POST", "/-/reload").ok()
              || site.run(HostScript.RESTART, input).refusal().isEmpty();
      well &= loaded && awaitReady();
    } else if (restored.facts().text("restarted").equals("yes")) {
      well &= awaitReady();
    }
    return well
        ? trouble.refused()
        : trouble.refused(", and neither does what was before run again");
  }

  private boolean awaitReady() throws RemoteException, InterruptedException {
    long end = System.nanoTime() + site.settings().readyWithin().toNanos();
    for (int poll = 1; !site.isReady(); poll++) {
      if (System.nanoTime() - end > 0 || (poll % POLLS_PER_STATE == 0 && isHopeless())) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  /** systemd gave up, or is about to. */
  private boolean isHopeless() throws RemoteException, InterruptedException {
    var unit = site.run(HostScript.STATE, ScriptInput.none()).facts().settings("unit");
    String restarts = unit.getOrDefault("NRestarts", "0");
    return "failed".equals(unit.get("ActiveState"))
        || (restarts.matches("\\d{1,9}") && Integer.parseInt(restarts) >= HOPELESS);
  }

  /** Those that do not answer, though they were given time. */
  private List<Component> silent() throws RemoteException, InterruptedException {
    long end = System.nanoTime() + site.settings().readyWithin().toNanos();
    List<Component> silent = new ArrayList<>(site.wish().config().components());
    while (true) {
      for (Component component : List.copyOf(silent)) {
        if (site.answers(component)) {
          silent.remove(component);
        }
      }
      if (silent.isEmpty() || System.nanoTime() - end > 0) {
        silent.forEach(
            one -> site.tell().accept("no answer: " + one.id() + " on port " + one.port() + "\n"));
        return silent;
      }
      Thread.sleep(POLL);
    }
  }

  private static AgentOutcome refused(List<Component> silent) {
    return silent.stream().anyMatch(Startup::isAlloys)
        ? Trouble.COMPONENTS_SILENT.refused()
        : Trouble.COMPANION_SILENT.refused();
  }

  private static boolean isAlloys(Component component) {
    return component.source() == Component.Source.ALLOY;
  }
}
