package dev.iris.events;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every event type: its name on the wire, its stream, its version. The one place that decides where an event travels. */
public enum EventCatalog {
  ALERT_GROUP_RECEIVED(AlertEvent.AlertGroupReceived.class, Streams.ALERTS),
  INCIDENT_OPENED(IncidentEvent.IncidentOpened.class, Streams.INCIDENTS),
  INCIDENT_REOPENED(IncidentEvent.IncidentReopened.class, Streams.INCIDENTS),
  INCIDENT_RESOLVED(IncidentEvent.IncidentResolved.class, Streams.INCIDENTS),
  NOTIFICATION_REQUESTED(NotificationEvent.NotificationRequested.class, Streams.NOTIFICATIONS),
  DELIVERIES_PLANNED(DeliveryEvent.DeliveriesPlanned.class, Streams.DELIVERIES),
  DELIVERIES_ACCEPTED(DeliveryEvent.DeliveriesAccepted.class, Streams.DELIVERIES),
  DELIVERY_FAILED(DeliveryEvent.DeliveryFailed.class, Streams.DELIVERIES),
  DELIVERIES_AUDITED(DeliveryEvent.DeliveriesAudited.class, Streams.DELIVERIES),
  ENROLLMENT_REQUESTED(EnrollmentEvent.EnrollmentRequested.class, Streams.ENROLLMENT_JOBS),
  ENROLLMENT_FINISHED(EnrollmentEvent.EnrollmentFinished.class, Streams.ENROLLMENT_RESULTS),
  BATCH_FINISHED(EnrollmentEvent.BatchFinished.class, Streams.ENROLLMENT_RESULTS),
  HOST_CHANGED(RegistryEvent.HostChanged.class, Streams.REGISTRY);

  private static final Map<String, EventCatalog> BY_TYPE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(EventCatalog::type, Function.identity()));
  private static final Map<Class<?>, EventCatalog> BY_CLASS =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(EventCatalog::eventClass, Function.identity()));

  private final Class<? extends Event> eventClass;
  private final String stream;

  EventCatalog(Class<? extends Event> eventClass, String stream) {
    this.eventClass = eventClass;
    this.stream = stream;
  }

  /** The entry of an event. Every permitted event has one: a test walks them. */
  public static EventCatalog of(Event event) {
    EventCatalog entry = BY_CLASS.get(event.getClass());
    if (entry == null) {
      throw new IllegalArgumentException("not in the catalogue: " + event.getClass());
    }
    return entry;
  }

  /**
   * The entry of a type's name on the wire.
   *
   * @throws UndecodableEventException if there is none
   */
  static EventCatalog of(String type) {
    EventCatalog entry = BY_TYPE.get(type);
    if (entry == null) {
      throw new UndecodableEventException("unknown event type");
    }
    return entry;
  }

  /** The event's name on the wire. */
  public String type() {
    return eventClass.getSimpleName();
  }

  /** The record that holds it. */
  public Class<? extends Event> eventClass() {
    return eventClass;
  }

  /** The Redis stream it travels on. */
  public String stream() {
    return stream;
  }
}
