package dev.iris.notifier;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.DeliveryEvent;
import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.Streams;
import dev.iris.testing.HttpSink;
import dev.iris.testing.HttpSink.Request;
import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamRange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the running notifier share: an empty start, ways to put things in and to see what came out. */
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "notifier"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(NotifierResource.class)
public abstract class NotifierScene {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject protected Pool pool;
  @Inject protected RedisDataSource redis;
  @Inject protected TestClock clock;

  protected final HttpSink http = NotifierResource.http();

  @BeforeEach
  void empty() {
    // What the last test left running may still hold locks.
    await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                sql(
                    "truncate notification, delivery, attempt, channel, channel_secret, throttle, storm, outbox"));
    sql("update delivery_audit set result = '', audited_at = 'epoch', published_at = 'epoch'");
    http.reset();
    NotifierResource.smtp().reset();
  }

  /** Runs a statement. */
  protected RowSet<Row> sql(String text) {
    return pool.query(text).execute().await().atMost(PATIENCE);
  }

  /** The one number that a query gives. */
  protected long count(String query) {
    return sql(query).iterator().next().getLong(0);
  }

  /** Sends a notification through its stream. */
  protected void request(NotificationRequested notification) {
    request(News.envelope(notification));
  }

  protected void request(Envelope envelope) {
    redis.stream(String.class)
        .xadd(Streams.NOTIFICATIONS, Map.of("payload", EventJson.write(envelope)));
  }

  /** What the notifier told the others about a notification, one by one, in the order of the stream. */
  protected List<DeliveryEvent> told(UUID notificationId) {
    return redis.stream(String.class).xrange(Streams.DELIVERIES, StreamRange.of("-", "+")).stream()
        .map(message -> EventJson.read(String.valueOf(message.payload().get("payload"))).event())
        .flatMap(event -> about(notificationId, (DeliveryEvent) event))
        .toList();
  }

  private static Stream<DeliveryEvent> about(UUID notificationId, DeliveryEvent event) {
    return switch (event) {
      case DeliveriesPlanned planned ->
          planned.plans().stream()
              .filter(plan -> plan.notificationId().equals(notificationId))
              .map(plan -> new DeliveriesPlanned(List.of(plan)));
      case DeliveriesAccepted accepted ->
          accepted.deliveries().stream()
              .filter(one -> one.notificationId().equals(notificationId))
              .map(one -> new DeliveriesAccepted(List.of(one)));
      case DeliveryFailed failed ->
          Stream.<DeliveryEvent>of(failed)
              .filter(one -> failed.notificationId().equals(notificationId));
      case DeliveriesAudited audited -> Stream.empty();
    };
  }

  /** Makes or changes a channel. */
  protected ValidatableResponse put(String id, String json) {
    return given().contentType(ContentType.JSON).body(json).put("/api/v1/channels/" + id).then();
  }

  protected void webhook(String id, boolean defaultAudience) {
    put(
            id,
            "{'type':'webhook','name':'%s','defaultAudience':%s,'settings':{'url':'%s'}}"
                .formatted(id, defaultAudience, http.uri("/" + id))
                .replace('\'', '"'))
        .statusCode(200);
  }

  protected void teams(String id, boolean defaultAudience, String rateLimit) {
    put(
            id,
            "{'type':'teams','name':'%s','defaultAudience':%s,'rateLimit':%s,'secrets':{'url':'%s'}}"
                .formatted(id, defaultAudience, rateLimit, http.uri("/" + id))
                .replace('\'', '"'))
        .statusCode(200);
  }

  protected void mail(String id, boolean defaultAudience, String... recipients) {
    put(
            id,
            "{'type':'mail','name':'%s','defaultAudience':%s,'settings':{'host':'127.0.0.1','port':%d,'security':'none','from':'iris@iris.localhost','recipients':[%s]}}"
                .formatted(
                    id,
                    defaultAudience,
                    NotifierResource.smtp().port(),
                    String.join(",", List.of(recipients).stream().map(r -> "'" + r + "'").toList()))
                .replace('\'', '"'))
        .statusCode(200);
  }

  /** What came to a channel that {@link #webhook} or {@link #teams} made. */
  protected List<Request> requests(String id) {
    return http.requests().stream()
        .filter(request -> request.uri().getPath().equals("/" + id))
        .toList();
  }

  /** The deliveries of a notification as the API lists them, the newest first. */
  protected JsonPath deliveries(UUID notificationId) {
    return given()
        .queryParam("notification", notificationId)
        .get("/api/v1/deliveries")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  protected void assertStates(UUID notificationId, Map<String, String> stateByChannel) {
    JsonPath list = deliveries(notificationId);
    List<String> channels = list.getList("items.channelId");
    List<String> states = list.getList("items.status");
    assertThat(channels).containsExactlyInAnyOrderElementsOf(stateByChannel.keySet());
    for (int i = 0; i < channels.size(); i++) {
      assertThat(states.get(i)).as(channels.get(i)).isEqualTo(stateByChannel.get(channels.get(i)));
    }
  }
}
