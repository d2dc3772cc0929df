package dev.iris.outbox;

import dev.iris.events.Streams;
import dev.iris.events.Streams.Traffic;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of the streams that this service publishes to what every group of theirs has acknowledged: Redis keeps in memory what
 * somebody still has to read, and no more. A group that is not there yet has read nothing, so that nothing is taken out before a
 * service started for the first time; one that is away for days finds all that waits for it. What was taken out is in the outbox
 * still, should Redis lose its data.
 */
@Singleton
final class StreamTrimming {

  private static final Comparator<String> BY_AGE =
      Comparator.comparingLong(StreamTrimming::millis).thenComparingLong(StreamTrimming::number);

  private final RedisAPI redis;
  private final Background background;
  private final OutboxConfig config;
  private final String service;

  StreamTrimming(
      RedisAPI redis,
      Background background,
      OutboxConfig config,
      @ConfigProperty(name = "iris.service") String service) {
    this.redis = redis;
    this.background = background;
    this.config = config;
    this.service = service;
  }

  void start(@Observes StartupEvent started) {
    List<Traffic> own =
        Streams.TRAFFIC.stream().filter(traffic -> traffic.publisher().equals(service)).toList();
    background.every(config.pruneInterval(), "trimming streams", () -> trimAll(own));
  }

  private Uni<Void> trimAll(List<Traffic> all) {
    return Multi.createFrom()
        .iterable(all)
        .onItem()
        .transformToUniAndConcatenate(this::trim)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** Trims one stream, if it is there. */
  Uni<Void> trim(Traffic traffic) {
    return bounded(redis.exists(List.of(traffic.stream())))
        .chain(
            there -> {
              if (there.toInteger() == 0) {
                return Uni.createFrom().nullItem();
              }
              return traffic.readers().isEmpty()
                  ? Uni.createFrom().item(unreadUntil())
                  : doneUntil(traffic);
            })
        .chain(
            oldest ->
                oldest == null
                    ? Uni.createFrom().voidItem()
                    : bounded(redis.xtrim(List.of(traffic.stream(), "MINID", oldest)))
                        .replaceWithVoid());
  }

  private String unreadUntil() {
    return Instant.now().minus(config.unreadRetention()).toEpochMilli() + "-0";
  }

  /** The oldest entry that some group is not done with; null if a group is missing. */
  private Uni<@Nullable String> doneUntil(Traffic traffic) {
    return bounded(redis.xinfo(List.of("GROUPS", traffic.stream())))
        .chain(
            groups -> {
              List<Uni<String>> each = new ArrayList<>();
              for (Response group : groups) {
                if (traffic.readers().contains(group.get("name").toString())) {
                  each.add(doneUntil(traffic.stream(), group));
                }
              }
              return each.size() < traffic.readers().size()
                  ? Uni.createFrom().nullItem()
                  : Uni.join()
                      .all(each)
                      .andFailFast()
                      .map(ids -> ids.stream().min(BY_AGE).orElseThrow());
            });
  }

  /**
   * What is pending is asked for after what was delivered last: whatever was delivered until then is acknowledged, or among the
   * pending.
   */
  private Uni<String> doneUntil(String stream, Response group) {
    String delivered = group.get("last-delivered-id").toString();
    return bounded(redis.xpending(List.of(stream, group.get("name").toString())))
        .map(
            pending ->
                pending.get(0).toInteger() == 0
                    ? delivered
                    : List.of(delivered, pending.get(1).toString()).stream()
                        .min(BY_AGE)
                        .orElseThrow());
  }

  private <T> Uni<T> bounded(Uni<T> reply) {
    return reply.ifNoItem().after(config.publishTimeout()).fail();
  }

  private static long millis(String id) {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  private static long number(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }
}
