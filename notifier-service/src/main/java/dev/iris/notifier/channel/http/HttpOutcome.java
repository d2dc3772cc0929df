package dev.iris.notifier.channel.http;

import dev.iris.notifier.channel.SendResult;
import java.time.Instant;
import java.util.Optional;

/** What came of one request. */
public sealed interface HttpOutcome {

  /** What it means for a message, if the other side keeps to HTTP. */
  SendResult toResult();

  /**
   * The other side answered.
   *
   * @param retryAfter when it wants to see us again, if it said so
   * @param body the beginning of its answer; not for people, as it may hold anything
   */
  record Reply(int status, Optional<Instant> retryAfter, String body) implements HttpOutcome {

    @Override
    public SendResult toResult() {
      String code = "http-" + status;
      if (status >= 200 && status < 300) {
        return new SendResult.Accepted(status, null);
      }
      if (status == 408 || status == 425 || status == 429 || status >= 500) {
        return new SendResult.Postponed(code, status, null, retryAfter);
      }
      // A redirect is a refusal too: following it would lead around the policy.
      return new SendResult.Refused(code, status, null);
    }
  }

  /**
   * No answer.
   *
   * @param code stable, such as {@code timeout}
   * @param forGood whether trying again is useless
   * @param detail in words of ours
   */
  record Trouble(String code, boolean forGood, String detail) implements HttpOutcome {

    @Override
    public SendResult toResult() {
      return forGood
          ? new SendResult.Refused(code, null, detail)
          : new SendResult.Postponed(code, null, detail);
    }
  }
}
