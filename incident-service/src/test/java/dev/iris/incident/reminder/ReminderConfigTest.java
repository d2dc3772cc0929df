package dev.iris.incident.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.testing.ConfigOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReminderConfigTest {

  @Test
  void shouldRemindOfTheSeveritiesThatHaveATime() {
    ReminderConfig config =
        ConfigOf.mapping(
            ReminderConfig.class,
            Map.of(
                "iris.incident.reminders.every.Critical", "PT30M",
                "iris.incident.reminders.every.warning", "PT0S",
                "iris.incident.reminders.every.disaster", "PT5M"));

    assertThat(config.intervals())
        .isEqualTo(Map.of("critical", Duration.ofMinutes(30), "disaster", Duration.ofMinutes(5)));
  }

  @Test
  void shouldNameWhatIsWrong() {
    ReminderConfig config =
        ConfigOf.mapping(
            ReminderConfig.class, Map.of("iris.incident.reminders.every.critical", "PT-1S"));

    assertThatThrownBy(config::intervals)
        .hasMessageContaining("iris.incident.reminders.every.critical");
  }
}
