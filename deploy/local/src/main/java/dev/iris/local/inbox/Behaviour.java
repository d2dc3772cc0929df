package dev.iris.local.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a channel answers badly.
 *
 * @param status what it answers: an HTTP status, or an SMTP code for mail; 0 for its usual answer, which with a delay means slow
 * @param delayMs milliseconds before it does anything
 * @param retryAfter seconds, for the header of that name; null for none
 * @param times how many more requests it treats so; null until told otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Behaviour(int status, long delayMs, @Nullable Integer retryAfter, @Nullable Integer times) {

  static final Behaviour GOOD = new Behaviour(0, 0, null, null);

  boolean isGood() {
    return status == 0 && delayMs == 0;
  }

  /** What is left of it after one more request. */
  Behaviour afterOne() {
    if (times == null) {
      return this;
    }
    return times > 1 ? new Behaviour(status, delayMs, retryAfter, times - 1) : GOOD;
  }
}
