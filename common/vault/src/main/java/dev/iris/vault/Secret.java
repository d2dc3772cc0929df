package dev.iris.vault;

import java.nio.charset.StandardCharsets;

/** A text that nobody may see. It does not print itself; {@link #reveal} is for the one place that needs it. */
public final class Secret {

  private final String text;

  /** A secret with this text. */
  public Secret(String text) {
    this.text = text;
  }

  /** The text. Never log it, never put it into an error. */
  public String reveal() {
    return text;
  }

  /** The text in UTF-8. The caller wipes it. */
  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}
