package dev.iris.notifier.storm;

import java.time.Instant;

/**
 * Messages of one place, taken together.
 *
 * @param news how many pieces of news they hold
 * @param largest how many the largest of them holds
 * @param oldest when the first of them was planned; any time if there are none
 */
record Load(long messages, long news, long largest, Instant oldest) {

  static final Load NONE = new Load(0, 0, 0, Instant.EPOCH);
}
