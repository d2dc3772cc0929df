package dev.iris.messaging.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final Map<String, String> REQUIRED = Map.of("channel-name", "c", "group", "g");

  @Test
  void shouldHaveTheDocumentedDefaultsForIncomingChannels() throws Exception {
    var settings = IncomingSettings.read(TestChannels.config(REQUIRED));

    assertThat(settings.client()).isEqualTo("<default>");
    assertThat(settings.readClient()).isEqualTo("<default>");
    assertThat(settings.payloadField()).isEqualTo("payload");
    assertThat(settings.failureStrategy()).isEqualTo(FailureStrategy.RETRY);
    assertThat(settings.maxDeliveries()).isEqualTo(5);
    assertThat(settings.deadLetterSink()).isEqualTo("stream");
    assertThat(settings.deadLetterStream()).isEqualTo("c.dead");
    assertThat(settings.deadLetterMaxLength()).isZero();
    assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.retry().initial()).isEqualTo(Duration.ofMillis(200));
    assertThat(settings.retry().max()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.healthEnabled() && settings.readinessEnabled() && settings.tracingEnabled())
        .isTrue();
    var reader = settings.reader();
    assertThat(reader.stream()).isEqualTo("c");
    assertThat(reader.consumer()).isEqualTo(InetAddress.getLocalHost().getHostName());
    assertThat(reader.groupStart()).isEqualTo("0");
    assertThat(reader.createGroup() && reader.leaseRenew()).isTrue();
    assertThat(reader.count()).isEqualTo(32);
    assertThat(reader.block()).isEqualTo(Duration.ofSeconds(2));
    assertThat(reader.maxInFlight()).isEqualTo(128);
    assertThat(reader.claimInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(reader.claimMinIdle()).isEqualTo(Duration.ofSeconds(10));
    assertThat(reader.claimCount()).isEqualTo(64);
    assertThat(reader.idleConsumerTtl()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void shouldMakeEachCopyOfAConcurrentChannelAConsumerOfItsOwn() {
    var copy =
        IncomingSettings.read(
            TestChannels.config(Map.of("channel-name", "c$2", "group", "g", "consumer", "host")));

    assertThat(copy.reader().stream()).isEqualTo("c");
    assertThat(copy.reader().consumer()).isEqualTo("host$2");
    assertThat(copy.deadLetterStream()).isEqualTo("c.dead");
  }

  @Test
  void shouldHaveTheDocumentedDefaultsForOutgoingChannels() {
    var settings = OutgoingSettings.read(TestChannels.config(Map.of("channel-name", "c")));

    assertThat(settings.client()).isEqualTo("<default>");
    assertThat(settings.stream()).isEqualTo("c");
    assertThat(settings.payloadField()).isEqualTo("payload");
    assertThat(settings.maxInFlight()).isEqualTo(256);
    assertThat(settings.retries()).isEqualTo(5);
    assertThat(settings.retainFor()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "group,",
    "count, abc",
    "count, 0",
    "max-in-flight, 0",
    "max-deliveries, 0",
    "block, soon",
    "block, 0s",
    "claim.interval, -5s",
    "claim.min-idle, 5ms",
    "claim.count, many",
    "idle-consumer-ttl, 1s",
    "failure-strategy, ignore",
    "retry-max-delay, 1ms",
    "dead-letter.max-len, -1",
    "shutdown-timeout, x"
  })
  void shouldRefuseABadIncomingAttributeByName(String name, String value) {
    Map<String, String> attributes = new HashMap<>(REQUIRED);
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }

    assertThatThrownBy(() -> IncomingSettings.read(TestChannels.config(attributes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({
    "retries, -1",
    "max-inflight-messages, 0",
    "retain-for, long",
    "retry-initial-delay, 1m"
  })
  void shouldRefuseABadOutgoingAttributeByName(String name, String value) {
    Map<String, String> attributes = Map.of("channel-name", "c", name, value);

    assertThatThrownBy(() -> OutgoingSettings.read(TestChannels.config(attributes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name.equals("retry-initial-delay") ? "retry-" : name);
  }

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "3s, PT3S", "5m, PT5M", "2h, PT2H", "7d, PT168H", "PT1.5S, PT1.5S"})
  void shouldReadDurations(String text, String expected) {
    var settings =
        OutgoingSettings.read(TestChannels.config(Map.of("channel-name", "c", "retain-for", text)));

    assertThat(settings.retainFor()).contains(Duration.parse(expected));
  }
}
