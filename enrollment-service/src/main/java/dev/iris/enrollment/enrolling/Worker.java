package dev.iris.enrollment.enrolling;

import dev.iris.outbox.Background;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One replica's hands: takes jobs on as there is room, holds on to them, and lets go when somebody cancels them or the hold is
 * lost. Each job has a virtual thread. Its fields are touched on the background's event loop only.
 */
final class Worker {

  private static final Logger LOG = Logger.getLogger(Worker.class);

  private final String owner;
  private final Background background;
  private final Claims claims;
  private final JobRunner runner;
  private final JobsConfig config;
  private final InstantSource clock;
  private final Map<EnrollmentId, Held> held = new HashMap<>();
  private boolean halted;

  /** A job in hand, and until when it is sure to be. */
  private record Held(Lease lease, Instant until) {}

  /**
   * A worker; it does nothing until it is swept.
   *
   * @param owner a name that no other worker has, dead ones included
   */
  Worker(
      String owner,
      Background background,
      Claims claims,
      JobRunner runner,
      JobsConfig config,
      InstantSource clock) {
    this.owner = owner;
    this.background = background;
    this.claims = claims;
    this.runner = runner;
    this.config = config;
    this.clock = clock;
  }

  /** Renews what it holds and takes on what is free. On the background's event loop. */
  Uni<Void> sweep() {
    return halted ? Uni.createFrom().voidItem() : renew().chain(this::takeOn);
  }

  /** Stops at once and writes nothing more, as if its process had been killed. Others take over when its leases end. */
  void halt() {
    background.run(
        () -> {
          halted = true;
          held.values().forEach(job -> job.lease().end(Lease.End.LOST));
          held.clear();
        });
  }

  /** Stops, and leaves its jobs to others at once. */
  Uni<Void> stop() {
    halt();
    return claims.release(owner);
  }

  private Uni<Void> renew() {
    if (held.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Instant until = clock.instant().plus(config.lease());
    List<EnrollmentId> jobs = List.copyOf(held.keySet());
    return claims
        .renew(owner, jobs)
        .emitOn(Background.here())
        .invoke(
            renewed -> {
              for (EnrollmentId job : jobs) {
                renewed(job, renewed.get(job), until);
              }
            })
        .onFailure()
        .invoke(failure -> background.run(this::letGoOfExpired))
        .replaceWithVoid();
  }

  private void renewed(EnrollmentId job, @Nullable Boolean cancelled, Instant until) {
    Held hold = held.get(job);
    if (hold == null) {
      return;
    }
    if (cancelled == null) {
      hold.lease().end(Lease.End.LOST);
    } else if (cancelled) {
      hold.lease().end(Lease.End.CANCELLED);
    }
    held.put(job, new Held(hold.lease(), until));
  }

  /** While the database is away nobody says whose a job is: after the lease's time it may be another's. */
  private void letGoOfExpired() {
    Instant now = clock.instant();
    held.values().stream()
        .filter(hold -> hold.until().isBefore(now))
        .forEach(hold -> hold.lease().end(Lease.End.LOST));
  }

  private Uni<Void> takeOn() {
    int free = config.concurrency() - held.size();
    if (free <= 0 || halted) {
      return Uni.createFrom().voidItem();
    }
    Instant until = clock.instant().plus(config.lease());
    return claims
        .claim(owner, free)
        .emitOn(Background.here())
        .invoke(taken -> taken.forEach(claim -> begin(claim, until)))
        .replaceWithVoid();
  }

  private void begin(Claim claim, Instant until) {
    if (halted) {
      return;
    }
    Lease lease = new Lease();
    Thread thread =
        Thread.ofVirtual()
            .name("enrollment-" + claim.id())
            .unstarted(
                () -> {
                  try {
                    runner.run(claim, lease);
                  } finally {
                    background.run(() -> ended(claim.id(), lease));
                  }
                });
    lease.heldBy(thread);
    held.put(claim.id(), new Held(lease, until));
    thread.start();
    LOG.debugf("took on enrollment %s, run %d", claim.id(), claim.run());
  }

  private void ended(EnrollmentId job, Lease lease) {
    Held hold = held.get(job);
    if (hold != null && Objects.equals(hold.lease(), lease)) {
      held.remove(job);
    }
  }
}
