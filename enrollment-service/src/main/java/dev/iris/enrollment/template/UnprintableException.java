package dev.iris.enrollment.template;

/** A value that a template cannot print, and why, in a sentence for its author. */
final class UnprintableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int line;

  UnprintableException(String reason, int line) {
    super(reason, null, false, false);
    this.reason = reason;
    this.line = line;
  }

  String reason() {
    return reason;
  }

  int line() {
    return line;
  }
}
