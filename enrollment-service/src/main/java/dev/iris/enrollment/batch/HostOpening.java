package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.HostRows.Next;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.enrolling.BatchedJobs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Gives hosts of a batch their jobs, and passes by those for which nothing is to be done, or that have one. */
@ApplicationScoped
class HostOpening {

  /** Those for which nothing is to be done are passed by in such pieces. */
  private static final int LOOK_AT = 100;

  private final BatchedJobs jobs;

  HostOpening(BatchedJobs jobs) {
    this.jobs = jobs;
  }

  /**
   * Hosts that moved.
   *
   * @param again whether there is room for further ones that were not looked at
   */
  record Opened(List<HostResult> hosts, boolean again) {}

  /** Opens jobs for as many hosts as there is room for, in the order of the file. */
  Uni<Opened> open(HeldBatch batch, int room) {
    if (room == 0) {
      return Uni.createFrom().item(new Opened(List.of(), false));
    }
    return HostRows.next(batch.sql(), batch.id(), LOOK_AT)
        .chain(
            next -> {
              List<Next> done = next.stream().filter(Next::done).toList();
              // In one order at all replicas: two batches with the same hosts must not wait for
              // each other.
              List<Next> toOpen =
                  next.stream()
                      .filter(host -> !host.done())
                      .limit(room)
                      .sorted(Comparator.comparing(Next::address).thenComparing(Next::port))
                      .toList();
              boolean again = next.size() == LOOK_AT && toOpen.size() < room;
              return Multi.createFrom()
                  .iterable(toOpen)
                  .onItem()
                  .transformToUniAndConcatenate(host -> open(batch, host))
                  .collect()
                  .asList()
                  .chain(
                      opened ->
                          skip(batch, done)
                              .map(
                                  skipped -> {
                                    List<HostResult> hosts = new ArrayList<>(opened);
                                    hosts.addAll(skipped);
                                    return new Opened(hosts, again || anySkipped(opened));
                                  }));
            });
  }

  /** A host that turned out to have a job has left its place to another. */
  private static boolean anySkipped(List<HostResult> opened) {
    return opened.stream().anyMatch(host -> host.status().equals(HostState.SKIPPED.text()));
  }

  private Uni<HostResult> open(HeldBatch batch, Next host) {
    UUID credential =
        Optional.ofNullable(host.credential())
            .or(batch::credential)
            .orElseThrow(() -> new IllegalStateException("a host of a batch without a login"));
    return jobs.open(
            batch.transaction(),
            host.request(),
            new CredentialId(credential),
            batch.requestedBy(),
            batch.id().value())
        .chain(
            job ->
                job.isPresent()
                    ? HostRows.opened(batch.sql(), batch.id(), host.position(), job.get())
                    : HostRows.skipped(
                        batch.sql(),
                        batch.id(),
                        host.position(),
                        "enrollment-in-progress",
                        "Another job is at this host. Look at what came of it.",
                        batch.now()));
  }

  private static Uni<List<HostResult>> skip(HeldBatch batch, List<Next> done) {
    return Multi.createFrom()
        .iterable(done)
        .onItem()
        .transformToUniAndConcatenate(
            host ->
                HostRows.skipped(
                    batch.sql(),
                    batch.id(),
                    host.position(),
                    "already-enrolled",
                    "It is set up as it is asked for: nothing was done.",
                    batch.now()))
        .collect()
        .asList();
  }
}
