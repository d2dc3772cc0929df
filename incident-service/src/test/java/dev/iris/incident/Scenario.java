package dev.iris.incident;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.Envelope;
import dev.iris.events.Event;
import dev.iris.events.EventCatalog;
import dev.iris.events.EventJson;
import dev.iris.events.Ids;
import dev.iris.testing.RedisResource;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What tests do to the service from outside, and how they look at its rows. Each test uses sources of its own. */
@ApplicationScoped
public class Scenario {

  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Pool pool;

  Scenario(Pool pool) {
    this.pool = pool;
  }

  /** From now on nobody is told of what other tests left behind, and it is not out of balance. */
  public void forgetOthers() {
    rows("delete from delivery_audit");
    rows("delete from heartbeat");
    rows("update incident set status = 'acknowledged' where status = 'firing'");
  }

  public static String newSource() {
    return "s" + UUID.randomUUID();
  }

  /** Posts a webhook, whatever comes of it. */
  public ValidatableResponse post(String source, String body) {
    return given()
        .contentType("application/json")
        .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/webhooks/alertmanager/" + source)
        .then();
  }

  /** Posts a webhook that must be taken, and waits until its alerts were taken up. */
  public void send(String source, String body) {
    post(source, body).statusCode(200);
    awaitTakenUp(source);
  }

  public void awaitTakenUp(String source) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        count(
                            "select count(*) from intake where source = $1 and taken_at is null",
                            source))
                    .isZero());
  }

  /** Puts an event on its stream, as the service that it comes from would. */
  public void emit(Event event, long sequence) {
    Envelope envelope = new Envelope(Ids.next(), 1, Instant.now(), sequence, null, event);
    RedisResource.server()
        .command(
            "XADD", EventCatalog.of(event).stream(), "*", "payload", EventJson.write(envelope));
  }

  /** The events of a type that this service published about a source. */
  public <T extends Event> List<T> published(Class<T> type, String source) {
    return rows(
            "select payload from outbox where payload like $1 and payload like $2 order by event_id",
            "%\"type\":\"" + type.getSimpleName() + "\"%",
            "%\"" + source + "\"%")
        .stream()
        .map(row -> type.cast(EventJson.read(row.getString("payload")).event()))
        .toList();
  }

  public List<Row> rows(String sql, Object... values) {
    var rows =
        pool.preparedQuery(sql).execute(Tuple.from(List.of(values))).await().atMost(PATIENCE);
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }

  public long count(String sql, Object... values) {
    return rows(sql, values).getFirst().getLong(0);
  }
}
