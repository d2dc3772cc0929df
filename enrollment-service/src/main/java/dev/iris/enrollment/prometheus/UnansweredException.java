package dev.iris.enrollment.prometheus;

/** A Prometheus did not answer what it was asked. The message says why, and holds nothing that it sent. */
final class UnansweredException extends Exception {

  private static final long serialVersionUID = 1L;

  UnansweredException(String reason) {
    super(reason, null, false, false);
  }

  /** In a few words, for people. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
