package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.agent.Obstacle;
import dev.iris.enrollment.agent.PlannedChange;
import dev.iris.enrollment.prometheus.FoundTarget;
import dev.iris.enrollment.prometheus.Placement;
import dev.iris.enrollment.prometheus.Targets;
import dev.iris.enrollment.remote.RemoteException;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Looks for what is in the way before anything is changed; of a dry run it says what would be changed. */
@ApplicationScoped
class CheckStep implements Step {

  private final Targets targets;
  private final Pool pool;

  CheckStep(Targets targets, Pool pool) {
    this.targets = targets;
    this.pool = pool;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public StepOutcome run(JobContext job)
      throws RemoteException, InterruptedException, UnfitException {
    targets.requireReady(job.wanted().prometheus());
    Prepared prepared = job.prepared();
    List<Obstacle> obstacles = prepared.agent().check();
    for (Obstacle obstacle : obstacles) {
      job.tell("%s: %s. %s\n".formatted(obstacle.code(), obstacle.message(), obstacle.remedy()));
    }
    if (!obstacles.isEmpty()) {
      Obstacle first = obstacles.getFirst();
      return new StepOutcome.Failed(first.code(), first.message(), first.remedy());
    }
    return job.wanted().dryRun()
        ? new StepOutcome.Planned(plan(job, prepared))
        : new StepOutcome.Done(false);
  }

  private EnrollmentPlan plan(JobContext job, Prepared prepared)
      throws RemoteException, InterruptedException {
    var wanted = prepared.wish().targets(prepared.host());
    List<PlannedChange> onHost =
        prepared.agent().plan().stream()
            .map(one -> new PlannedChange(one.step(), job.redacted(one.what())))
            .toList();
    List<Placement> places = Blocking.await(targets.places(pool, prepared.host().id().value()));
    List<FoundTarget> handWritten = targets.found(prepared.wish().instance(), wanted);
    return EnrollmentPlan.of(
        new EnrollmentPlan.Found(onHost, prepared.host(), places, handWritten),
        prepared.wish(),
        prepared.config().alloy(),
        targets.preview(wanted));
  }
}
