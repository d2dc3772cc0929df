package dev.iris.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events leave and how long is kept what went in and out. Ready as it is. */
@ConfigMapping(prefix = "iris.outbox")
interface OutboxConfig {

  /** How many events one transaction of the relay publishes, 1 to 256. */
  @WithDefault("256")
  int batch();

  /** How often the relay looks for events that no signal told it of, and at Redis for signs of lost data. */
  @WithDefault("1s")
  Duration sweepInterval();

  /** How long a transaction of the relay waits for Redis; then it marks what Redis confirmed and tries the rest again later. */
  @WithDefault("5s")
  Duration publishTimeout();

  /**
   * How long events stay after they were published. When Redis has lost its data, all of them are published again; what had
   * been lost for longer is not.
   */
  @WithDefault("7d")
  Duration retention();

  /** How long ids of taken events stay. Longer than {@link #retention()}, or a repeat could have its effects twice. */
  @WithDefault("14d")
  Duration inboxRetention();

  /** How long replayed poison entries stay; open ones stay until they are replayed. */
  @WithDefault("90d")
  Duration replayedPoisonRetention();

  /** What is published again when Redis restarted with its data: its append-only file may lack the last second. */
  @WithDefault("5m")
  Duration restartWindow();

  /** How many events at a time are made due again; new events wait behind one such chunk at most. */
  @WithDefault("2048")
  int republishChunk();

  /**
   * How many events a consumer that works in batches takes in with one transaction, at most. More cost less each, but hold the
   * event loop, and whoever else is served by it, for longer.
   */
  @WithDefault("128")
  int inboxBatch();

  /** How long what no service reads stays in its stream, for whoever looks. What is read goes when all its readers have done with it. */
  @WithDefault("5m")
  Duration unreadRetention();

  /** How often old rows are removed, and streams trimmed. */
  @WithDefault("1m")
  Duration pruneInterval();

  /** How many rows of a table one step removes. */
  @WithDefault("5000")
  int pruneStep();

  /** How often the figures of the metrics are taken. */
  @WithDefault("10s")
  Duration figuresInterval();
}
