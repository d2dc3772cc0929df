package dev.iris.vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text that nobody may see. It does not print itself; {@link #reveal} is for the one place that needs it. It can be wiped; a
 * wiped one is empty.
 */
public final class Secret implements AutoCloseable {

  private final byte[] utf8;
  private volatile boolean wiped;

  /** A secret with this text. */
  public Secret(String text) {
    this.utf8 = text.getBytes(StandardCharsets.UTF_8);
  }

  /** The text. Never log it, never put it into an error. */
  public String reveal() {
    return wiped ? "" : new String(utf8, StandardCharsets.UTF_8);
  }

  /** A copy of the text in UTF-8, for the caller to wipe. */
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
