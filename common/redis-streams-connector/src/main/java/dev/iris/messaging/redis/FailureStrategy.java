package dev.iris.messaging.redis;

/** What becomes of an entry whose handler failed. */
enum FailureStrategy {
  /**
   * Hand it to the handler again, later, up to {@code max-deliveries} times; then as {@link
   * #DEAD_LETTER}.
   */
  RETRY,
  /** Give it to the dead-letter sink at once. */
  DEAD_LETTER
}
