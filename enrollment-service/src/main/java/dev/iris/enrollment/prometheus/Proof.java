package dev.iris.enrollment.prometheus;

import dev.iris.enrollment.prometheus.Verdict.Broken;
import dev.iris.enrollment.prometheus.Verdict.Unproven;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Proves that a host is monitored: asks the Prometheus that scrapes it whether samples arrive. Blocks, so it is for virtual threads;
 * an interrupt ends it.
 */
@Singleton
public final class Proof {

  /** A scrape may take this long, and rules of the network's timing what remains. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** A sample may be missed, and the next is not due yet. */
  private static final int SCRAPES = 2;

  private static final Duration LATENESS = Duration.ofSeconds(10);

  private static final Duration LEAST_LOOK_BACK = Duration.ofMinutes(5);

  private final Instances instances;
  private final PrometheusClient client;
  private final TargetsConfig config;
  private final InstantSource clock;

  Proof(Instances instances, PrometheusClient client, TargetsConfig config, InstantSource clock) {
    this.instances = instances;
    this.client = client;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Waits until a sample of each component has arrived, at most as long as the instance takes to notice a target and scrape it.
   *
   * @param host what was written as its targets
   * @param newerThan when that was: samples of before prove nothing
   * @return one for each component, in their order
   * @throws TargetException {@code prometheus-unknown}
   * @throws InterruptedException if nobody wants to know any more
   */
  public List<ComponentProof> of(String instance, HostTargets host, Instant newerThan)
      throws InterruptedException {
    Instance prometheus = instances.require(instance);
    Duration patience = prometheus.noticedAfter().plus(prometheus.scrapeInterval()).plus(MARGIN);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long left = deadline - System.nanoTime();
      List<ComponentProof> found = look(prometheus, host, newerThan, left <= 0);
      if (left <= 0
          || prometheus.url().isEmpty()
          || found.stream().allMatch(ComponentProof::proven)) {
        return found;
      }
      Thread.sleep(Math.min(config.pollInterval().toMillis(), Math.max(1, left / 1_000_000)));
    }
  }

  /**
   * Looks once.
   *
   * @param newerThan samples of before prove nothing
   */
  public List<ComponentProof> now(String instance, HostTargets host, Instant newerThan)
      throws InterruptedException {
    return look(instances.require(instance), host, newerThan, true);
  }

  /**
   * Whether samples arrive nowadays: one of the last two scrapes is enough.
   *
   * @throws TargetException {@code prometheus-unknown}
   */
  public List<ComponentProof> nowadays(String instance, HostTargets host)
      throws InterruptedException {
    Duration usual =
        instances.require(instance).scrapeInterval().multipliedBy(SCRAPES).plus(LATENESS);
    return now(instance, host, clock.instant().minus(usual));
  }

  /** What the instance says; which segment is broken only if that is wanted. */
  private List<ComponentProof> look(
      Instance instance, HostTargets host, Instant newerThan, boolean diagnosed)
      throws InterruptedException {
    if (instance.url().isEmpty()) {
      return all(
          host,
          new Unproven(
              "prometheus-url-missing",
              "Iris does not know where to ask: set iris.enrollment.prometheus.%s.url."
                  .formatted(instance.name())));
    }
    try {
      List<ComponentProof> found = judge(evidence(instance, host, newerThan), host);
      return !diagnosed || found.stream().allMatch(ComponentProof::proven)
          ? found
          : diagnose(instance, host, found);
    } catch (UnansweredException e) {
      return all(
          host,
          new Unproven(
              "prometheus-unreachable",
              "Prometheus %s could not be asked: %s. Look at iris.enrollment.prometheus.%s."
                  .formatted(instance.name(), e.reason(), instance.name())));
    }
  }

  private Evidence evidence(Instance instance, HostTargets host, Instant newerThan)
      throws UnansweredException, InterruptedException {
    Instant before = clock.instant();
    Instant theirs = Series.time(client.query(instance, "time()").path(0).asDouble());
    Instant ours = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
    // A sample has its Prometheus' time: where that clock is ahead, stale samples would look new.
    Instant since = newerThan.plus(Duration.between(ours, theirs));
    Duration back = Duration.between(since, theirs).plus(LEAST_LOOK_BACK);
    List<String> metrics =
        host.components().stream().map(ScrapedComponent::healthSeries).distinct().toList();
    String query = PromQl.samples(metrics, host.hostId().toString(), back);
    return new Evidence(Series.of(client.query(instance, query)), since);
  }

  private static List<ComponentProof> judge(Evidence evidence, HostTargets host) {
    return host.components().stream()
        .map(
            component ->
                new ComponentProof(
                    component, evidence.about(component, TargetGroup.labels(host, component))))
        .toList();
  }

  private List<ComponentProof> diagnose(
      Instance instance, HostTargets host, List<ComponentProof> found)
      throws UnansweredException, InterruptedException {
    String id = host.hostId().toString();
    Diagnosis diagnosis =
        new Diagnosis(
            instance,
            client.ask(instance, "api/v1/targets", answer -> TargetListReader.read(answer, id)));
    return found.stream().map(one -> diagnosed(one, host, diagnosis)).toList();
  }

  private static ComponentProof diagnosed(
      ComponentProof proof, HostTargets host, Diagnosis diagnosis) {
    ScrapedComponent component = proof.component();
    return proof.verdict() instanceof Broken broken
        ? new ComponentProof(
            component,
            diagnosis.of(
                component,
                HostAddress.withPort(host.address(), component.port()),
                TargetGroup.labels(host, component),
                broken))
        : proof;
  }

  private static List<ComponentProof> all(HostTargets host, Unproven verdict) {
    return host.components().stream()
        .map(component -> new ComponentProof(component, verdict))
        .toList();
  }
}
