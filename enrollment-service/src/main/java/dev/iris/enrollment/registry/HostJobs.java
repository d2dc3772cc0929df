package dev.iris.enrollment.registry;

import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;

/** Jobs that are under way for hosts. */
public interface HostJobs {

  /** Ends those of a host: what is queued at once, what runs as soon as its worker hears of it. It writes nothing more of the host. */
  Uni<Void> end(Transaction transaction, HostId host);
}
