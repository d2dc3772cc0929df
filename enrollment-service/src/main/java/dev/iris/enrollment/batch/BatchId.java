package dev.iris.enrollment.batch;

import dev.iris.events.Ids;
import dev.iris.web.IrisProblem;
import java.util.UUID;

/** Names a batch. */
record BatchId(UUID value) {

  /** A new one. */
  static BatchId next() {
    return new BatchId(Ids.next());
  }

  /**
   * The one that a path names.
   *
   * @throws IrisProblem 404 if it cannot be one
   */
  static BatchId of(String text) {
    try {
      return new BatchId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  static IrisProblem notFound() {
    return IrisProblem.notFound("batch-not-found", "There is no batch with this id.");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
