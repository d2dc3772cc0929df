package dev.iris.enrollment.enrolling;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How enrolment jobs are worked on. Ready as it is. */
@ConfigMapping(prefix = "iris.enrollment.jobs")
interface JobsConfig {

  /** How many jobs a replica works on at the same time. */
  @WithDefault("40")
  @Min(1)
  @Max(500)
  int concurrency();

  /** How long a job is left to a replica that is not heard of; then another one goes on with it. */
  @WithDefault("20s")
  Duration lease();

  /** How often jobs are looked for that nobody signalled, and leases are renewed. Much shorter than the lease. */
  @WithDefault("1s")
  Duration sweep();

  /** How often a job may lose its replica before it is given up. */
  @WithDefault("5")
  @Min(1)
  int maxRuns();

  /** How long a job waits for a person to approve a host key. */
  @WithDefault("24h")
  Duration approval();

  /**
   * Whether the first key that a host shows may be accepted for a login with a password, too. It is then sent to whoever answers
   * at that address.
   */
  @WithDefault("false")
  boolean acceptFirstWithPassword();

  /** How much of what a step's commands print is kept. */
  @WithDefault("16384")
  @Min(256)
  int outputCharacters();

  /** How long jobs that ended are kept. */
  @WithDefault("90d")
  Duration retention();
}
