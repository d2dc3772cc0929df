package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.GroupBacklog;
import java.time.Duration;

/** What a channel tells about its work. Called from event loops: must not block. */
public interface StreamMeters {

  /** An entry was handed to the application. */
  void delivered();

  /** An entry was taken over from a consumer that gave no sign of life. */
  void claimed();

  /** Entries were trimmed or deleted before they were acknowledged: their content is gone. */
  void lost(int entries);

  /** Entries in work were taken over by another consumer: their leases ran out. */
  void leasesLost(int entries);

  /** An entry is going to be handed to the application again after a failure. */
  void retried();

  /** An entry was given up and handed to the dead-letter sink. */
  void deadLettered();

  /** An acknowledgement was confirmed by Redis, so long after it was asked for. */
  void acknowledged(Duration latency);

  /** How many entries are in this consumer's hands now. */
  void inFlight(int entries);

  void backlog(GroupBacklog backlog);
}
