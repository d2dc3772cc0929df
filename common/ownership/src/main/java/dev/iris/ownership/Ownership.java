package dev.iris.ownership;

import dev.iris.events.NotificationEvent.Audience;
import java.util.List;

/** Decides who is told. Pure: the same subject always has the same owners. */
public final class Ownership {

  private static final Owned EVERYTHING_TO_DEFAULT =
      new Owned(
          new Audience(Audience.DEFAULT, "Default audience", List.of()),
          "nobody is registered as responsible, so the default audience is told");

  /** The audiences to tell about a subject; never empty, as news must always reach somebody. */
  public List<Owned> of(Subject subject) {
    return List.of(EVERYTHING_TO_DEFAULT);
  }
}
