package dev.iris.enrollment.enrolling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.outbox.Pruner;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionTest extends JobScene {

  @Inject Pruner pruner;

  @Test
  void shouldForgetJobsThatEndedLongAgoWithAllThatTheyTold() {
    ended(submit(enroll("")), "succeeded");
    transport.hangAt(FakeTransport.LOOK);
    String running = submit(enroll(""));
    await().untilAsserted(() -> assertThat(transport.hanging).hasPositiveValue());

    pruneAfter(Duration.ofDays(89));
    assertThat(count("select count(*) from enrollment")).isEqualTo(2);

    pruneAfter(Duration.ofDays(91));
    assertThat(count("select count(*) from enrollment where id::text = $1", running)).isOne();
    assertThat(count("select count(*) from enrollment")).isOne();
    assertThat(count("select count(distinct enrollment_id) from enrollment_step")).isOne();
    assertThat(count("select count(distinct enrollment_id) from enrollment_event")).isOne();
    assertThat(count("select count(*) from host where state = 'enrolled'")).isOne();
  }

  private void pruneAfter(Duration later) {
    Retention retention = new Retention(config, InstantSource.fixed(Instant.now().plus(later)));
    pruner.step(retention.pruning()).await().atMost(Duration.ofSeconds(10));
  }
}
