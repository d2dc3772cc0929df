package dev.iris.incident.lifecycle;

import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertGroup;
import dev.iris.incident.intake.StoredIntake;
import java.util.stream.Stream;

/** A stored webhook with what its body says. */
record TakenGroup(StoredIntake intake, AlertGroup group) {

  /** Its alerts that are about a series: all that can be used, but for the sign of life of its source. */
  Stream<Alert.Usable> alerts(String heartbeatAlert) {
    return group.alerts().stream()
        .filter(Alert.Usable.class::isInstance)
        .map(Alert.Usable.class::cast)
        .filter(alert -> !alert.name().equals(heartbeatAlert));
  }
}
