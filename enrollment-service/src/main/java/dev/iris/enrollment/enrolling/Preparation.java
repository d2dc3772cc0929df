package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.agent.AgentWish;
import dev.iris.enrollment.agent.Agents;
import dev.iris.enrollment.detect.DetectedServices;
import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.prometheus.Instances;
import dev.iris.enrollment.prometheus.ScrapedComponent;
import dev.iris.enrollment.registry.Host;
import dev.iris.enrollment.registry.Hosts;
import dev.iris.enrollment.registry.Roster;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.template.Component;
import dev.iris.enrollment.template.RenderedConfig;
import dev.iris.enrollment.template.TemplateHost;
import dev.iris.enrollment.template.Templates;
import dev.iris.enrollment.template.WantedService;
import dev.iris.web.IpRange;
import dev.iris.web.IrisProblem;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Works out what is wanted of a job's host. Blocks, and changes nothing. */
@ApplicationScoped
class Preparation {

  private static final RenderedConfig NOTHING =
      new RenderedConfig("", Map.of(), List.of(), List.of(), Map.of());

  /** It says that Alloy answered, whatever became of the exporter. */
  private static final String PROVES_NOTHING = "up";

  private final Templates templates;
  private final Agents agents;
  private final Instances instances;
  private final Hosts hosts;
  private final Pool pool;

  Preparation(Templates templates, Agents agents, Instances instances, Hosts hosts, Pool pool) {
    this.templates = templates;
    this.agents = agents;
    this.instances = instances;
    this.hosts = hosts;
    this.pool = pool;
  }

  /**
   * What is wanted of the host.
   *
   * @throws UnfitException if no config can be made for it
   */
  Prepared prepare(JobContext job) throws RemoteException, InterruptedException, UnfitException {
    Wanted wanted = job.wanted();
    boolean enroll = wanted.action() == Action.ENROLL;
    HostFacts facts = job.facts();
    Host host = Blocking.await(hosts.find(pool, job.hostId())).orElseThrow();
    RenderedConfig config = enroll ? config(job, facts, host) : NOTHING;
    List<IpRange> scrapers = enroll ? instances.scrapesFrom(wanted.prometheus()) : List.of();
    AgentWish wish = new AgentWish(config, Optional.ofNullable(wanted.version()), scrapers);
    return new Prepared(
        host,
        new Roster.Wish(
            wanted.hostname(), wanted.labels(), wanted.prometheus(), components(config)),
        config,
        agents.on(job.host(), facts, wish, job::tell));
  }

  private RenderedConfig config(JobContext job, HostFacts facts, Host host) throws UnfitException {
    Wanted wanted = job.wanted();
    List<ServiceWish> services = ServiceChoice.of(wanted, DetectedServices.of(facts)).services();
    List<@Nullable WantedService> whole = new ArrayList<>();
    for (ServiceWish service : services) {
      whole.add(service.whole(whole.size(), job.serviceSecrets()));
    }
    TemplateHost seen =
        new TemplateHost(
            wanted.hostname() == null ? host.hostname() : wanted.hostname(),
            wanted.address(),
            facts.os().id(),
            facts.os().version(),
            facts.architecture());
    try {
      return Blocking.await(templates.config(seen, whole, "services"));
    } catch (IrisProblem e) {
      throw new UnfitException(
          new Failed(
              e.code(),
              "no config can be made of the templates and settings",
              e.faults().stream()
                  .map(fault -> fault.field() + " " + fault.message())
                  .collect(Collectors.joining("; ", "Mend what is named: ", "."))));
    }
  }

  private static List<ScrapedComponent> components(RenderedConfig config) throws UnfitException {
    List<ScrapedComponent> scraped = new ArrayList<>();
    for (Component component : config.components()) {
      scraped.add(scraped(component));
    }
    return scraped;
  }

  private static ScrapedComponent scraped(Component component) throws UnfitException {
    try {
      if (!component.healthSeries().equals(PROVES_NOTHING)) {
        return switch (component.source()) {
          case ALLOY ->
              ScrapedComponent.ofAlloy(
                  component.id(), component.job(), component.healthSeries(), component.port());
          case EXPORTER ->
              new ScrapedComponent(
                  component.id(),
                  component.job(),
                  component.healthSeries(),
                  component.port(),
                  "/metrics");
        };
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new UnfitException(
        new Failed(
            "component-unprovable",
            "nothing could prove that the component " + component.id() + " works",
            "Iris knows no series that tells of its health: change the template that makes it."));
  }
}
