package dev.iris.outbox;

import static dev.iris.outbox.OutboxScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.Streams.Traffic;
import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "test"))
@QuarkusTestResource(RedisResource.class)
class StreamTrimmingTest {

  @Inject StreamTrimming trimming;

  private final String stream = "trimmed-" + UUID.randomUUID();

  @Test
  void shouldKeepWhatAGroupHasNotAcknowledged() {
    add("1-1", "2-1", "2-2", "3-1");
    group("a");
    group("b");
    read("a", 4);
    read("b", 3);
    acknowledge("a", "1-1", "2-1", "2-2", "3-1");
    acknowledge("b", "1-1", "2-2");

    trim("a", "b");
    assertThat(ids()).as("2-1 is pending at b").containsExactly("2-1", "2-2", "3-1");

    acknowledge("b", "2-1");
    trim("a", "b");
    assertThat(ids()).as("3-1 was not read by b").containsExactly("2-2", "3-1");
  }

  @Test
  void shouldKeepAllForAGroupThatIsNotThereYet() {
    add("1-1", "2-1");
    group("a");
    read("a", 2);
    acknowledge("a", "1-1", "2-1");

    trim("a", "b");

    assertThat(ids()).containsExactly("1-1", "2-1");
  }

  @Test
  void shouldKeepAWhileWhatNobodyReads() {
    add("1-1");
    redis("XADD", stream, "*", "payload", "new");

    trim();

    assertThat(ids()).singleElement().isNotEqualTo("1-1");
  }

  @Test
  void shouldLeaveAStreamAloneThatIsNotThere() {
    trim("a");

    assertThat(redis("EXISTS", stream).strip()).isEqualTo("0");
  }

  private void trim(String... readers) {
    trimming.trim(new Traffic(stream, "test", List.of(readers))).await().atMost(PATIENCE);
  }

  private void add(String... ids) {
    for (String id : ids) {
      redis("XADD", stream, id, "payload", "p");
    }
  }

  private void group(String name) {
    redis("XGROUP", "CREATE", stream, name, "0");
  }

  private void read(String group, int count) {
    redis(
        "XREADGROUP",
        "GROUP",
        group,
        "c",
        "COUNT",
        Integer.toString(count),
        "STREAMS",
        stream,
        ">");
  }

  private void acknowledge(String group, String... ids) {
    for (String id : ids) {
      redis("XACK", stream, group, id);
    }
  }

  private List<String> ids() {
    return redis("XRANGE", stream, "-", "+")
        .lines()
        .filter(line -> line.matches("\\d+-\\d+"))
        .toList();
  }

  private static String redis(String... words) {
    return RedisResource.server().command(words);
  }
}
