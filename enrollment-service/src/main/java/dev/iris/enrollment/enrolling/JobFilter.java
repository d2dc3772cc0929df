package dev.iris.enrollment.enrolling;

import dev.iris.web.Cursor;
import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are asked for; null is no restriction.
 *
 * @param after continues behind this one: ids sort by the time they were made
 */
record JobFilter(@Nullable JobStatus status, @Nullable UUID host, @Nullable UUID after, int limit) {

  /** The filter that query parameters ask for; throws 400 with each one at fault. */
  static JobFilter of(JobQuery query) {
    List<FieldFault> faults = new ArrayList<>();
    JobStatus status = query.status == null ? null : JobStatus.of(query.status).orElse(null);
    if (query.status != null && status == null) {
      faults.add(
          new FieldFault(
              "status",
              "must be queued, running, waiting, succeeded, unproven, failed or cancelled"));
    }
    UUID host = null;
    try {
      host = query.host == null ? null : UUID.fromString(query.host);
    } catch (IllegalArgumentException e) {
      faults.add(new FieldFault("host", "must be the id of a host"));
    }
    if (!faults.isEmpty()) {
      throw IrisProblem.badRequest(faults);
    }
    UUID after =
        query.cursor == null
            ? null
            : Cursor.parse(Cursor.decode(query.cursor, 1).getFirst(), UUID::fromString);
    return new JobFilter(status, host, after, Limit.parse(query.limit));
  }
}
