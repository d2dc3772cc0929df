package dev.iris.enrollment.prometheus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a Prometheus is to scrape of a host, and whether samples arrive. */
record HostView(UUID hostId, String instance, List<TargetView> targets) {

  HostView {
    targets = List.copyOf(targets);
  }

  /**
   * One component.
   *
   * @param status {@code proven}, {@code failed} or {@code unproven}
   * @param sampleAt when the newest sample was scraped, if it proves something
   * @param segment where the way of samples is broken
   */
  record TargetView(
      String component,
      String address,
      Map<String, String> labels,
      String status,
      @Nullable Instant sampleAt,
      @Nullable Segment segment,
      @Nullable String code,
      @Nullable String remedy) {}

  static HostView of(String instance, HostTargets host, List<ComponentProof> proofs) {
    return new HostView(
        host.hostId(), instance, proofs.stream().map(proof -> target(host, proof)).toList());
  }

  private static TargetView target(HostTargets host, ComponentProof proof) {
    ScrapedComponent component = proof.component();
    String address = HostAddress.withPort(host.address(), component.port());
    Map<String, String> labels = TargetGroup.labels(host, component);
    return switch (proof.verdict()) {
      case Verdict.Proven(Instant at) ->
          new TargetView(component.id(), address, labels, "proven", at, null, null, null);
      case Verdict.Broken(Segment segment, String code, String remedy) ->
          new TargetView(component.id(), address, labels, "failed", null, segment, code, remedy);
      case Verdict.Unproven(String code, String remedy) ->
          new TargetView(component.id(), address, labels, "unproven", null, null, code, remedy);
    };
  }
}
