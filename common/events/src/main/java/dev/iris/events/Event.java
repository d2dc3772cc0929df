package dev.iris.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Something that happened in one service and that others may want to know. The name of the record is the event's type on the
 * wire; {@link EventCatalog} says on which stream it travels.
 */
public sealed interface Event
    permits AlertEvent,
        IncidentEvent,
        NotificationEvent,
        DeliveryEvent,
        EnrollmentEvent,
        RegistryEvent {

  /**
   * What the event is about, as {@code kind/id}. Sequences count per subject: a consumer ignores what is older than what it has.
   */
  @JsonIgnore
  String subject();
}
