package dev.iris.enrollment.enrolling;

/**
 * What a step's commands print, without secrets: wherever a secret is cut in two by how it arrives, it is found. A bounded
 * beginning is kept, and how much more there was.
 */
final class StepOutput {

  private final Redactor redactor;
  private final int most;
  private final StringBuilder pieces = new StringBuilder();
  private long left;

  StepOutput(Redactor redactor, int most) {
    this.redactor = redactor;
    this.most = most;
  }

  /** A piece, as it arrives. */
  void append(String piece) {
    // What is beyond all that could be kept is counted and dropped, secrets and all.
    int room = Math.max(0, most + redactor.longest() - pieces.length());
    int taken = Math.min(room, piece.length());
    pieces.append(piece, 0, taken);
    left += piece.length() - taken;
  }

  /** All of it. */
  String text() {
    String clean = redactor.redact(pieces.toString()).replace('\0', '\uFFFD');
    // The end of what was cut off may be the beginning of a secret.
    int sure = left == 0 ? clean.length() : Math.max(0, clean.length() - redactor.longest());
    int shown = Math.min(sure, most);
    long more = clean.length() - shown + left;
    return more == 0 ? clean : clean.substring(0, shown) + "\n… (" + more + " characters more)";
  }
}
