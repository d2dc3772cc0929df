package dev.iris.enrollment.agent;

import dev.iris.enrollment.agent.AgentOutcome.Done;
import dev.iris.enrollment.agent.AgentOutcome.Refused;
import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteHost;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A host with an Alloy, in memory: it remembers what was done to it, does nothing twice, needs its connection for everything, and
 * may be told to refuse. What is done is done between two commands, so that a worker can die before and after.
 */
@Alternative
@Priority(1)
@Singleton // tests look into its fields, which a proxy would have of its own
public class FakeAgents extends Agents {

  /** What the host has, by the step that brought it. */
  public final Map<String, String> host = new ConcurrentHashMap<>();

  /** How often each step changed it. */
  public final Map<String, Integer> changes = new ConcurrentHashMap<>();

  private final Map<String, Refused> refusals = new ConcurrentHashMap<>();
  private final List<Obstacle> obstacles = new CopyOnWriteArrayList<>();
  private final AgentSettings settings;
  private volatile String prints = "";

  @Inject
  FakeAgents(AgentConfig config, InstantSource clock) {
    this(AgentSettings.of(config, "/{id}"), clock);
  }

  private FakeAgents(AgentSettings settings, InstantSource clock) {
    super(settings, clock);
    this.settings = settings;
  }

  public void reset() {
    host.clear();
    changes.clear();
    refusals.clear();
    obstacles.clear();
    prints = "";
  }

  public void refuse(String step, String code) {
    refusals.put(step, new Refused(code, "it does not work", "Mend it."));
  }

  public void obstruct(String code) {
    obstacles.add(new Obstacle(code, "it is in the way", "Remove it."));
  }

  /** What commands print from now on. */
  public void prints(String text) {
    prints = text;
  }

  @Override
  public Agent on(RemoteHost host, HostFacts facts, AgentWish wish, Consumer<String> tell) {
    return new OnHost(host, facts, wish, tell);
  }

  private final class OnHost extends Agent {
    private final RemoteHost remote;
    private final AgentWish wish;
    private final Consumer<String> tell;

    OnHost(RemoteHost remote, HostFacts facts, AgentWish wish, Consumer<String> tell) {
      super(facts, Optional.empty(), settings, null);
      this.remote = remote;
      this.wish = wish;
      this.tell = tell;
    }

    @Override
    public List<Obstacle> check() throws RemoteException {
      command("check begins");
      return List.copyOf(obstacles);
    }

    @Override
    public List<PlannedChange> plan() throws RemoteException {
      command("plan begins");
      List<PlannedChange> planned = new ArrayList<>();
      wanted()
          .forEach(
              (step, state) -> {
                if (!state.equals(host.get(step))) {
                  planned.add(new PlannedChange(step, "would " + step));
                }
              });
      return planned;
    }

    private Map<String, String> wanted() {
      return Map.of(
          "install",
          wish.version().orElse("newest"),
          "configure",
          wish.config().alloy() + wish.config().environment(),
          "firewall",
          "open",
          "start",
          wish.config().alloy() + wish.config().environment());
    }

    @Override
    public AgentOutcome install() throws RemoteException {
      return deed("install", wanted().getOrDefault("install", ""));
    }

    @Override
    public AgentOutcome configure() throws RemoteException {
      return deed("configure", wanted().getOrDefault("configure", ""));
    }

    @Override
    public AgentOutcome validate() throws RemoteException {
      command("validate begins");
      return refusals.containsKey("validate") ? refusals.get("validate") : new Done(false);
    }

    @Override
    public AgentOutcome firewall() throws RemoteException {
      return deed("firewall", "open");
    }

    @Override
    public AgentOutcome start() throws RemoteException {
      return deed("start", wanted().getOrDefault("start", ""));
    }

    @Override
    public AgentOutcome remove(boolean uninstall) throws RemoteException {
      command("remove begins");
      boolean there = uninstall ? !host.isEmpty() : host.containsKey("start");
      host.remove("start");
      if (uninstall) {
        host.clear();
      }
      return new Done(there);
    }

    private AgentOutcome deed(String step, String state) throws RemoteException {
      command(step + " begins");
      Refused refused = refusals.get(step);
      if (refused != null) {
        return refused;
      }
      boolean changed = !state.equals(host.put(step, state));
      if (changed) {
        changes.merge(step, 1, Integer::sum);
      }
      command(step + " ends");
      return new Done(changed);
    }

    private void command(String script) throws RemoteException {
      remote.run(RemoteCommand.of(": " + script, Duration.ofSeconds(30)));
      tell.accept(prints);
    }
  }
}
