package dev.iris.enrollment.remote.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes in whatever a host prints, for as long as it prints, and never makes it wait. Keeps the beginning of what comes after
 * the mark, and a little of what came before it.
 */
final class FencedOutput extends OutputStream {

  private static final int KEEP_NOISE = 8192;

  private final byte[] mark;
  private final int keep;
  private final ByteArrayOutputStream noise = new ByteArrayOutputStream();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int matched;
  private long dropped;

  /**
   * An output that begins after a line with this mark.
   *
   * @param keep how many bytes are kept
   */
  FencedOutput(String mark, int keep) {
    this.mark = (mark + "\n").getBytes(StandardCharsets.US_ASCII);
    this.keep = keep;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && !fenced()) {
      match(bytes[at++]);
    }
    int room = Math.min(end - at, keep - kept.size());
    kept.write(bytes, at, room);
    dropped += end - at - room;
  }

  /** Whether the mark was seen, so that the script did start. */
  synchronized boolean fenced() {
    return matched == mark.length;
  }

  /** What came after the mark. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** The beginning of what came instead of the mark. */
  synchronized String noise() {
    return noise.toString(StandardCharsets.UTF_8);
  }

  /** Whether more came than was kept. */
  synchronized boolean truncated() {
    return dropped > 0;
  }

  /** The mark's first letter is nowhere else in it, so that a failed match can only begin anew at this very byte. */
  private void match(byte b) {
    if (b == mark[matched]) {
      matched++;
      return;
    }
    // a terminal may end lines with CR LF
    if (b == '\r' && matched == mark.length - 1) {
      return;
    }
    noise(mark, matched);
    matched = b == mark[0] ? 1 : 0;
    if (matched == 0) {
      noise(new byte[] {b}, 1);
    }
  }

  private void noise(byte[] bytes, int length) {
    noise.write(bytes, 0, Math.min(length, KEEP_NOISE - noise.size()));
  }
}
