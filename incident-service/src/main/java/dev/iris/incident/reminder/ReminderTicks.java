package dev.iris.incident.reminder;

import dev.iris.outbox.Background;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Lets reminders go out from time to time. */
@ApplicationScoped
class ReminderTicks {

  private final Background background;
  private final Reminders reminders;
  private final ReminderConfig config;

  ReminderTicks(Background background, Reminders reminders, ReminderConfig config) {
    this.background = background;
    this.reminders = reminders;
    this.config = config;
  }

  void start(@Observes StartupEvent started) {
    background.every(config.checkEvery(), "reminding", reminders::remind);
  }
}
