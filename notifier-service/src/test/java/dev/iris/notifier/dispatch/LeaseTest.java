package dev.iris.notifier.dispatch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {

  @Test
  void shouldNotStartWithALeaseThatEndsWhileAMessageIsOnItsWay() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Dispatcher.refuseShortLease(Duration.ofSeconds(15), Duration.ofSeconds(15)))
        .withMessageContaining("iris.notifier.dispatch.lease");
    assertThatCode(
            () -> Dispatcher.refuseShortLease(Duration.ofSeconds(20), Duration.ofSeconds(15)))
        .doesNotThrowAnyException();
  }
}
