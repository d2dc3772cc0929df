package dev.iris.local;

/** Iris cannot do what was asked. The message is one plain sentence for the person at the terminal; no stack trace is shown. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One with a sentence that says what is wrong and, where possible, what to do about it. */
  public Refusal(String sentence) {
    super(sentence);
  }
}
