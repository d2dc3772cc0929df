package dev.iris.outbox;

import static dev.iris.outbox.OutboxScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "test"))
@QuarkusTestResource(RedisResource.class)
class HousekeepingTest {

  @Inject OutboxScenario scenario;

  @Inject Housekeeping housekeeping;

  @Inject Pruner pruner;

  @Test
  void shouldRemoveWhatIsOldAndKeepTheRest() {
    scenario.rows(
        """
        insert into outbox (event_id, stream, payload, published_at)
        values (gen_random_uuid(), 'old', '', now() - interval '8 days'),
          (gen_random_uuid(), 'young', '', now() - interval '6 days')""");
    // The first 48 bits of a UUIDv7 are its time: both are old events, the second came in late.
    scenario.rows(
        """
        insert into inbox (event_id, handler, received_at)
        values ('00000000-0000-7000-8000-000000000001', 'old', now() - interval '15 days'),
          ('00000000-0000-7000-8000-000000000002', 'young', now() - interval '13 days')""");
    scenario.rows(
        """
        insert into poison (id, stream, consumer_group, entry_id, consumer, deliveries, reason, exception_class, fields,
          replayed_at)
        values (gen_random_uuid(), 'old', 'g', '1', 'c', 1, '', '', '{}', now() - interval '91 days'),
          (gen_random_uuid(), 'open', 'g', '2', 'c', 1, '', '', '{}', null)""");

    housekeeping.prunings().forEach(pruning -> pruner.prune(pruning).await().atMost(PATIENCE));

    assertThat(scenario.rows("select stream from outbox where stream in ('old', 'young')"))
        .extracting(row -> row.getString(0))
        .containsExactly("young");
    assertThat(scenario.rows("select handler from inbox where handler in ('old', 'young')"))
        .extracting(row -> row.getString(0))
        .containsExactly("young");
    assertThat(scenario.rows("select stream from poison where stream in ('old', 'open')"))
        .extracting(row -> row.getString(0))
        .containsExactly("open");
  }
}
