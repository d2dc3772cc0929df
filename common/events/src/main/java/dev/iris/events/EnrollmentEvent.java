package dev.iris.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Work that the enrollment service was asked for, and what came of it. */
public sealed interface EnrollmentEvent extends Event {

  /**
   * A host is to be enrolled; from the service's API to its workers, so that asking and doing are two steps. The event names the stored job and does not repeat it: what is logged in with is in no event.
   *
   * @param enrollmentId the job
   */
  record EnrollmentRequested(UUID enrollmentId) implements EnrollmentEvent {

    /** {@inheritDoc} One job is one subject. */
    @Override
    public String subject() {
      return "enrollment/" + enrollmentId;
    }
  }

  /**
   * A job that was asked for by itself has ended, and people are to hear of it.
   *
   * @param changed whether anything on the host is other than before
   * @param requestedBy who asked for it: the id of a key
   */
  record EnrollmentFinished(EnrolledHost host, boolean changed, String requestedBy)
      implements EnrollmentEvent {

    /** {@inheritDoc} */
    @Override
    public String subject() {
      return "enrollment/" + host.enrollmentId();
    }
  }

  /**
   * A batch of jobs has ended, and people are to hear of it: once, and of none of its jobs.
   *
   * @param run which run of the batch: each retry of those that failed is another one
   * @param cancelled whether somebody ended it
   * @param troubled hosts that are not as they should be, at most {@link #MAX_TROUBLED}; {@code counts} has all
   */
  record BatchFinished(
      UUID batchId,
      int run,
      boolean cancelled,
      String requestedBy,
      Instant startedAt,
      BatchCounts counts,
      List<EnrolledHost> troubled)
      implements EnrollmentEvent {

    /** More than anybody reads in a message. */
    public static final int MAX_TROUBLED = 50;

    public BatchFinished {
      if (troubled.size() > MAX_TROUBLED) {
        throw new IllegalArgumentException(
            "a batch tells of at most " + MAX_TROUBLED + " hosts, not " + troubled.size());
      }
      troubled = List.copyOf(troubled);
    }

    /** {@inheritDoc} Its sequence counts what the batch told. */
    @Override
    public String subject() {
      return "batch/" + batchId;
    }
  }

  /**
   * A host, and what came of it.
   *
   * @param enrollmentId null if it came to no job
   * @param status {@code succeeded}, {@code unproven}, {@code failed} or {@code cancelled}
   * @param code of what went wrong; stable, listed in docs/enrollment.md
   * @param remedy what to do about it
   */
  record EnrolledHost(
      @Nullable UUID enrollmentId,
      String address,
      int port,
      String hostname,
      String status,
      @Nullable String code,
      @Nullable String remedy) {}

  /**
   * How many hosts of a batch came to what.
   *
   * @param skipped those for which nothing was to be done
   */
  record BatchCounts(int succeeded, int unproven, int failed, int cancelled, int skipped) {

    /** All of them. */
    public int all() {
      return succeeded + unproven + failed + cancelled + skipped;
    }
  }
}
