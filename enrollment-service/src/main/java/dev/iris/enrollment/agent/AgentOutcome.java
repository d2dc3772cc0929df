package dev.iris.enrollment.agent;

/** What came of it. */
public sealed interface AgentOutcome {

  /** It is as wished. */
  record Done(boolean changed) implements AgentOutcome {}

  /** It is not, and the host is as it was before. */
  record Refused(String code, String message, String remedy) implements AgentOutcome {}
}
