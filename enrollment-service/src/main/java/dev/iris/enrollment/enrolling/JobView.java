package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as lists show it.
 *
 * @param hostId null until the host's key was approved for the first time
 * @param changed whether anything on the host is other than before
 * @param hostKey the key that waits for approval
 */
record JobView(
    String id,
    String status,
    @Nullable String hostId,
    boolean changed,
    boolean dryRun,
    String address,
    int port,
    String hostname,
    @Nullable JsonNode hostKey,
    String requestedBy,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  /**
   * One with its steps.
   *
   * @param plan of a dry run: what would be changed
   */
  record Detail(
      String id,
      String status,
      @Nullable String hostId,
      boolean changed,
      boolean dryRun,
      JsonNode request,
      @Nullable JsonNode hostKey,
      String requestedBy,
      Instant createdAt,
      @Nullable Instant finishedAt,
      @Nullable JsonNode plan,
      List<StepView> steps) {}
}
