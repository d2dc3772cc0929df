package dev.iris.enrollment.agent;

/** What came of a step. */
public sealed interface AgentOutcome {

  /**
   * It is as it should be.
   *
   * @param changed whether it was otherwise before
   */
  record Done(boolean changed) implements AgentOutcome {}

  /**
   * It did not work out. What ran before does so again, as far as the message does not say otherwise.
   *
   * @param code stable, listed in docs/enrollment.md
   * @param message what happened, as one sentence without a full stop
   * @param remedy what to do about it
   */
  record Refused(String code, String message, String remedy) implements AgentOutcome {}
}
