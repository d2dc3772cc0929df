package dev.iris.enrollment.template;

import java.io.Writer;

/** What is left of the limits while one template is rendered; also where it writes to. */
final class RenderBudget extends Writer {

  /** There is nothing left. */
  static final class Spent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Spent(String limit) {
      super(limit, null, false, false);
    }
  }

  private final RenderLimits limits;
  private final long begin = System.nanoTime();
  private final StringBuilder text = new StringBuilder();
  private int steps;

  RenderBudget(RenderLimits limits) {
    this.limits = limits;
  }

  /** One more round of a loop. */
  void step() {
    if (++steps > limits.steps()) {
      throw new Spent("the loops make more than " + limits.steps() + " rounds");
    }
    checkTime();
  }

  @Override
  public void write(char[] chars, int from, int length) {
    checkTime();
    if (text.length() + length > limits.output()) {
      throw new Spent("more than " + limits.output() + " characters come out");
    }
    text.append(chars, from, length);
  }

  /** What was written so far. */
  String text() {
    return text.toString();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private void checkTime() {
    if (System.nanoTime() - begin > limits.time().toNanos()) {
      throw new Spent("rendering takes longer than " + limits.time().toMillis() + " ms");
    }
  }
}
