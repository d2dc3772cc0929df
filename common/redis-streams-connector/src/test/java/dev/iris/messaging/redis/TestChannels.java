package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamConnection;
import dev.iris.messaging.redis.stream.EventLoop;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Channels without a container, on a Redis client with Quarkus' default pool. */
final class TestChannels implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Redis redis;
  private final StreamConnection writes;
  private final List<IncomingRedisStreamsChannel> open = new ArrayList<>();

  TestChannels(String url) {
    redis =
        Redis.createClient(
            vertx,
            new RedisOptions().setConnectionString(url).setMaxPoolSize(6).setMaxPoolWaiting(24));
    writes = new StreamConnection(redis, "test");
  }

  Streams streams() {
    return new Streams(redis);
  }

  /**
   * An incoming channel of group {@code g}, quick to notice things unless the attributes say
   * otherwise.
   */
  IncomingRedisStreamsChannel incoming(
      String stream, String consumer, Map<String, String> attributes) {
    return incoming(stream, consumer, attributes, null);
  }

  IncomingRedisStreamsChannel incoming(
      String stream,
      String consumer,
      Map<String, String> attributes,
      @Nullable DeadLetterSink sink) {
    IncomingSettings settings = IncomingSettings.read(config(quick(stream, consumer, attributes)));
    var channel =
        new IncomingRedisStreamsChannel(
            settings,
            new EventLoop(vertx.getDelegate()),
            new StreamConnection(redis, "test"),
            writes,
            commands ->
                sink != null
                    ? sink
                    : new StreamDeadLetterSink(
                        commands, settings.deadLetterStream(), settings.deadLetterMaxLength()),
            null);
    open.add(channel);
    return channel;
  }

  OutgoingRedisStreamsChannel outgoing(String stream, Map<String, String> attributes) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "channel-name",
                "out",
                "stream",
                stream,
                "retry-initial-delay",
                "50ms",
                "retry-max-delay",
                "200ms"));
    all.putAll(attributes);
    return new OutgoingRedisStreamsChannel(OutgoingSettings.read(config(all)), writes, null);
  }

  /**
   * Subscribes with a handler that is run on one entry after the other, as SmallRye runs an {@code
   * @Incoming} method.
   */
  static void handle(IncomingRedisStreamsChannel channel, Handler handler) {
    channel
        .messages()
        .onItem()
        .transformToUniAndConcatenate(message -> handler.run(message))
        .subscribe()
        .with(done -> {}, failure -> failure.printStackTrace());
  }

  /** Subscribes and asks for {@code demand} messages, which nobody settles. */
  static AssertSubscriber<Message<?>> hold(IncomingRedisStreamsChannel channel, long demand) {
    return channel
        .messages()
        .onItem()
        .<Message<?>>transform(message -> message)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(demand));
  }

  void close(IncomingRedisStreamsChannel channel) {
    channel.close().await().atMost(PATIENCE);
    open.remove(channel);
  }

  static Config config(Map<String, String> attributes) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(attributes, "test", 100))
        .build();
  }

  static Map<String, String> quick(String stream, String consumer, Map<String, String> attributes) {
    Map<String, String> all = new HashMap<>();
    all.put("channel-name", "in");
    all.put("stream", stream);
    all.put("group", "g");
    all.put("consumer", consumer);
    all.put("block", "200ms");
    all.put("claim.interval", "100ms");
    all.put("claim.min-idle", "500ms");
    all.put("retry-initial-delay", "20ms");
    all.put("retry-max-delay", "200ms");
    all.put("shutdown-timeout", "5s");
    all.putAll(attributes);
    return all;
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(this::close);
    writes.close().await().atMost(PATIENCE);
    redis.close();
    vertx.close().await().atMost(PATIENCE);
  }

  /** Does the work on a message and settles it. */
  @FunctionalInterface
  interface Handler {

    io.smallrye.mutiny.Uni<Void> run(Message<?> message);
  }
}
