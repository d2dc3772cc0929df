package dev.iris.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.testing.ConfigOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxConfigTest {

  @Test
  void shouldBeSoundByDefault() {
    OutboxConfig config = ConfigOf.mapping(OutboxConfig.class, Map.of());

    Relay.requireSound(config);

    assertThat(config.batch()).isEqualTo(256);
    assertThat(config.inboxBatch()).isEqualTo(128);
    assertThat(config.sweepInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(config.inboxRetention()).isEqualTo(Duration.ofDays(14));
  }

  @Test
  void shouldReadWhatIsSet() {
    OutboxConfig config =
        ConfigOf.mapping(
            OutboxConfig.class,
            Map.of(
                "iris.outbox.batch", "1",
                "iris.outbox.sweep-interval", "250ms",
                "iris.outbox.restart-window", "PT10M"));

    assertThat(config.batch()).isEqualTo(1);
    assertThat(config.sweepInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.restartWindow()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void shouldNameWhatIsWrong() {
    assertThatThrownBy(
            () ->
                Relay.requireSound(
                    ConfigOf.mapping(OutboxConfig.class, Map.of("iris.outbox.batch", "257"))))
        .hasMessageContaining("iris.outbox.batch");
    assertThatThrownBy(
            () ->
                Relay.requireSound(
                    ConfigOf.mapping(OutboxConfig.class, Map.of("iris.outbox.inbox-batch", "0"))))
        .hasMessageContaining("iris.outbox.inbox-batch");
    assertThatThrownBy(
            () ->
                Relay.requireSound(
                    ConfigOf.mapping(
                        OutboxConfig.class, Map.of("iris.outbox.inbox-retention", "7d"))))
        .hasMessageContaining("iris.outbox.inbox-retention");
  }
}
