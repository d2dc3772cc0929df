package dev.iris.messaging.redis;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler when trying again cannot help, as with a payload that does not decode: the
 * entry goes to the dead-letter sink at once. May be the cause of another exception.
 */
public class NotRetryableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NotRetryableException(String message) {
    super(message);
  }

  public NotRetryableException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
