package dev.iris.lab;

/** What keeps a lab from coming up or going down, in words for whoever asked for it. */
public final class LabException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LabException(String message) {
    super(message);
  }

  LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
