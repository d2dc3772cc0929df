package dev.iris.incident.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one piece of news. It has exactly one current decision at any time:
 *
 * <pre>
 *   Pending ──first delivery accepted──▶ Told
 *      └──nobody left to reach──▶ Undeliverable ──accepted after all──▶ Told
 *   Withheld (by a tag, a window, a preference) · Held (until a time)
 * </pre>
 */
public sealed interface Decision {

  /** Its stable name in rows and answers. */
  String status();

  /** To be told; nobody was reached yet. */
  record Pending() implements Decision {
    @Override
    public String status() {
      return "pending";
    }
  }

  /** Somebody responsible was reached, as far as a channel can know. */
  record Told() implements Decision {
    @Override
    public String status() {
      return "told";
    }
  }

  /** Nobody could be reached, and nobody is left to try. */
  record Undeliverable(String errorCode) implements Decision {
    @Override
    public String status() {
      return "undeliverable";
    }
  }

  /** Hidden on purpose; {@code by} names what hid it. */
  record Withheld(String by) implements Decision {
    @Override
    public String status() {
      return "withheld";
    }
  }

  /** Kept back until then. */
  record Held(Instant until) implements Decision {
    @Override
    public String status() {
      return "held";
    }
  }

  /** What hid it, where something did. */
  default @Nullable String withheldBy() {
    return this instanceof Withheld(var by) ? by : null;
  }

  /** Until when it is kept back, where it is. */
  default @Nullable Instant heldUntil() {
    return this instanceof Held(var until) ? until : null;
  }

  /** More about it for a person, where there is more. */
  default @Nullable String detail() {
    return this instanceof Undeliverable(var errorCode) ? errorCode : null;
  }
}
