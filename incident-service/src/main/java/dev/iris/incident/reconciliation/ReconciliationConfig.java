package dev.iris.incident.reconciliation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How Iris compares itself with its Alertmanagers. Which ones there are is {@link AlertmanagersConfig}. */
@ConfigMapping(prefix = "iris.incident.reconciliation")
interface ReconciliationConfig {

  /** How often each source's Alertmanagers are asked. */
  @WithDefault("PT1M")
  @DurationMin(seconds = 1)
  Duration interval();

  /**
   * How long all peers must have lacked the alert of an open incident until it is stale. Longer than {@code group_interval}: a
   * resolve that was not lost takes that long to arrive.
   */
  @WithDefault("PT10M")
  @DurationMin(seconds = 1)
  Duration staleAfter();

  /** How long all peers must have lacked it until Iris closes the incident. Longer than {@link #staleAfter()}. */
  @WithDefault("PT1H")
  @DurationMin(seconds = 1)
  Duration closeAfter();

  /**
   * How long a peer must have had an alert as active, while Iris has no open incident of it, until Iris believes that the
   * webhook was lost. Longer than {@code group_wait} and not shorter than {@code group_interval}.
   */
  @WithDefault("PT5M")
  @DurationMin(seconds = 1)
  Duration missedAfter();

  /** How long a peer may take to answer, from the first byte to the last. Shorter than {@link #interval()}. */
  @WithDefault("PT20S")
  @DurationMin(millis = 100)
  Duration timeout();

  /** The longest answer that is read, in bytes. A peer that has more to say counts as one that does not answer. */
  @WithDefault("67108864")
  @Min(1024)
  long maxAnswerBytes();
}
