package dev.iris.incident.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What people work on: one or more episodes of a series. Its version counts its transitions. */
sealed interface Incident {

  UUID id();

  /** When its first episode began. */
  Instant startsAt();

  /** How often it was reopened. */
  int flaps();

  long version();

  /** It is firing. A series has at most one. */
  record Open(UUID id, Instant startsAt, int flaps, long version) implements Incident {

    static Open of(UUID id, Instant startsAt) {
      return new Open(id, startsAt, 0, 1);
    }

    Resolved resolve(Instant at) {
      return new Resolved(id, startsAt, flaps, version + 1, at);
    }
  }

  /** It stopped firing. */
  record Resolved(UUID id, Instant startsAt, int flaps, long version, Instant resolvedAt)
      implements Incident {

    Open reopen() {
      return new Open(id, startsAt, flaps + 1, version + 1);
    }

    /** Whether a firing that begins then is the same trouble again. */
    boolean isReopenedBy(Instant startsAt, Duration within) {
      return !startsAt.isAfter(resolvedAt.plus(within));
    }
  }
}
