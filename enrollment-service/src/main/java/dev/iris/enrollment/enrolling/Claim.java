package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.registry.HostId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job that a worker took on.
 *
 * @param hostId null until its key was approved for the first time
 * @param run which taking on it is
 * @param cancelled whether somebody asked for it to end
 * @param open the positions of steps that are not done, in their order
 */
record Claim(
    EnrollmentId id,
    Wanted wanted,
    @Nullable HostId hostId,
    CredentialId credential,
    String requestedBy,
    int run,
    boolean cancelled,
    List<Integer> open) {

  Claim {
    open = List.copyOf(open);
  }
}
