package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.enrolling.StepOutcome.Done;
import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.enrolling.StepOutcome.Unproven;
import dev.iris.enrollment.prometheus.ComponentProof;
import dev.iris.enrollment.prometheus.Placement;
import dev.iris.enrollment.prometheus.Proof;
import dev.iris.enrollment.prometheus.Targets;
import dev.iris.enrollment.prometheus.Verdict;
import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.registry.Roster;
import dev.iris.enrollment.remote.RemoteException;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Proves that samples arrive. Nothing less is called enrolled. */
@ApplicationScoped
class VerifyStep implements Step {

  private final JobBook book;
  private final Roster roster;
  private final Targets targets;
  private final Proof proof;
  private final Pool pool;
  private final InstantSource clock;

  VerifyStep(
      JobBook book, Roster roster, Targets targets, Proof proof, Pool pool, InstantSource clock) {
    this.book = book;
    this.roster = roster;
    this.targets = targets;
    this.proof = proof;
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public StepOutcome run(JobContext job)
      throws RemoteException, InterruptedException, UnfitException {
    Instant begun = clock.instant();
    HostId id = job.hostId();
    Optional<Placement> place =
        Blocking.await(targets.places(pool, id.value())).stream()
            .filter(one -> one.instance().equals(job.wanted().prometheus()))
            .findFirst();
    if (place.isEmpty()) {
      return new Failed(
          "host-decommissioned",
          "the host was decommissioned meanwhile",
          "Ask for the job again if it is to be monitored.");
    }
    List<ComponentProof> proofs = proof.of(place.get().instance(), place.get().host(), begun);
    proofs.forEach(one -> job.tell(line(one) + "\n"));
    StepOutcome outcome = outcome(proofs);
    Blocking.await(
        book.change(
            job.claim(), transaction -> roster.settle(transaction, id, outcome instanceof Done)));
    return outcome;
  }

  private static String line(ComponentProof proof) {
    String component = proof.component().id();
    return switch (proof.verdict()) {
      case Verdict.Proven(Instant at) -> component + ": a sample of " + at;
      case Verdict.Broken broken ->
          "%s: %s, %s. %s"
              .formatted(component, broken.segment().text(), broken.code(), broken.remedy());
      case Verdict.Unproven unproven -> "%s: %s".formatted(component, unproven.code());
    };
  }

  /** What is broken counts for more than what nobody knows. */
  private static StepOutcome outcome(List<ComponentProof> proofs) {
    for (ComponentProof proof : proofs) {
      if (proof.verdict() instanceof Verdict.Broken broken) {
        return new Failed(
            broken.code(),
            "no sample of " + proof.component().id() + " proves that it is monitored",
            broken.remedy(),
            broken.segment().text());
      }
    }
    for (ComponentProof proof : proofs) {
      if (proof.verdict() instanceof Verdict.Unproven unproven) {
        return new Unproven(unproven.code(), unproven.remedy());
      }
    }
    return new Done(false);
  }
}
