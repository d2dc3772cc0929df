package dev.iris.enrollment.enrolling;

import jakarta.enterprise.context.ApplicationScoped;

/** Gives jobs what they have at hand. */
@ApplicationScoped
class JobContexts {

  private final HostAccess access;
  private final Preparation preparation;
  private final JobsConfig config;

  JobContexts(HostAccess access, Preparation preparation, JobsConfig config) {
    this.access = access;
    this.preparation = preparation;
    this.config = config;
  }

  /** For a job in a worker's hands. The caller closes it. */
  JobContext open(Claim claim, Unlocked unlocked, Lease lease) {
    return new JobContext(claim, unlocked, access, preparation, lease, config.outputCharacters());
  }
}
