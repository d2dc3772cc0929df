package dev.iris.enrollment.remote;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text that nobody may see. It does not print itself, and can be wiped; a wiped one is empty. */
public final class Secret implements AutoCloseable {

  private final byte[] utf8;
  private volatile boolean wiped;

  /** A secret of its own: the given bytes are copied. */
  public Secret(byte[] utf8) {
    this.utf8 = utf8.clone();
  }

  /** A secret with this text. */
  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text. Never log it, never put it into an error. */
  public String reveal() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** A copy of its bytes, for the caller to wipe. */
  public byte[] bytes() {
    return wiped ? new byte[0] : utf8.clone();
  }

  /** Wipes it. */
  @Override
  public void close() {
    wiped = true;
    Arrays.fill(utf8, (byte) 0);
  }

  @Override
  public String toString() {
    return "***";
  }
}
