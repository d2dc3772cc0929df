package dev.iris.local.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a channel answers badly.
 *
 * @param status what it answers: an HTTP status, or an SMTP code for mail; 0 for its usual answer, which with a delay means slow
 * @param delayMs milliseconds before it does anything
 * @param retryAfter seconds, for the header of that name; null for none
 * @param cut it takes the message and then breaks the connection off, so that the sender never hears that it was taken
 * @param recipient mail only: the one address that is meant, others are answered well; null for all
 * @param times how many more requests it treats so; null until told otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Behaviour(
    int status,
    long delayMs,
    @Nullable Integer retryAfter,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean cut,
    @Nullable String recipient,
    @Nullable Integer times) {

  static final Behaviour GOOD = new Behaviour(0, 0, null, false, null, null);

  boolean isGood() {
    return status == 0 && delayMs == 0 && !cut;
  }

  /** Whether mail for that address is meant. */
  boolean isFor(String address) {
    return recipient == null || recipient.equalsIgnoreCase(address);
  }

  /** What is left of it after one more request. */
  Behaviour afterOne() {
    if (times == null) {
      return this;
    }
    return times > 1 ? new Behaviour(status, delayMs, retryAfter, cut, recipient, times - 1) : GOOD;
  }
}
