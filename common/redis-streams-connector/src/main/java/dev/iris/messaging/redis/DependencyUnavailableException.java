package dev.iris.messaging.redis;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler when something it needs (a database, another service) is down.
 *
 * <p>The channel pauses with a growing delay, then lets one entry through to see whether things are
 * better. The entry stays with this consumer and the failure does not count against {@code
 * max-deliveries}. May be the cause of another exception.
 */
public class DependencyUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DependencyUnavailableException(String message) {
    super(message);
  }

  public DependencyUnavailableException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
