package dev.iris.events;

import java.util.UUID;

/** Facts about alerts that came in; from the incident service to itself, so that intake and understanding are two steps. */
public sealed interface AlertEvent extends Event {

  /**
   * A webhook was accepted and stored. The event names the stored intake and does not repeat its body.
   *
   * @param intakeId the row that holds the body as it came
   * @param source the {@code {source}} of the webhook's path; all peers of one Alertmanager cluster share one
   * @param alerts how many alerts the body lists
   */
  record AlertGroupReceived(UUID intakeId, String source, int alerts) implements AlertEvent {

    /** {@inheritDoc} One intake is one subject. */
    @Override
    public String subject() {
      return "intake/" + intakeId;
    }
  }
}
