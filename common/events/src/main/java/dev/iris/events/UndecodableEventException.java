package dev.iris.events;

/** Bytes that are no event, or none that this version knows. Trying again does not help. The message holds no payload. */
public final class UndecodableEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UndecodableEventException(String message) {
    super(message);
  }

  UndecodableEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
