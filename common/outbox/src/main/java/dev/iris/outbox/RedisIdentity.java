package dev.iris.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Which Redis it is, and which of its lives: the epoch that this service once wrote into it, and its run id. */
@Singleton
final class RedisIdentity {

  private static final String RUN_ID = "run_id:";

  private final RedisAPI redis;
  private final OutboxConfig config;
  private final String key;

  RedisIdentity(
      RedisAPI redis, OutboxConfig config, @ConfigProperty(name = "iris.service") String service) {
    this.redis = redis;
    this.config = config;
    this.key = "iris:epoch:" + service;
  }

  /**
   * What Redis says of itself.
   *
   * @param epoch null when the key is gone: this Redis has not, or no longer, what was published to it
   * @param runId changes with every start of the server
   */
  record Seen(@Nullable UUID epoch, String runId) {}

  /** Asks; fails after the publish timeout. */
  Uni<Seen> look() {
    return Uni.combine()
        .all()
        .unis(redis.get(key), redis.info(List.of("server")))
        .with(RedisIdentity::seen)
        .ifNoItem()
        .after(config.publishTimeout())
        .fail();
  }

  private static Seen seen(@Nullable Response epoch, Response info) {
    String runId =
        info.toString()
            .lines()
            .filter(line -> line.startsWith(RUN_ID))
            .map(line -> line.substring(RUN_ID.length()).trim())
            .findFirst()
            .orElse("unknown");
    return new Seen(epoch == null ? null : parse(epoch.toString()), runId);
  }

  /** What somebody else wrote there is as good as nothing. */
  private static @Nullable UUID parse(String epoch) {
    try {
      return UUID.fromString(epoch);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Writes the epoch; fails after the publish timeout. */
  Uni<Void> write(UUID epoch) {
    return redis
        .set(List.of(key, epoch.toString()))
        .ifNoItem()
        .after(config.publishTimeout())
        .fail()
        .replaceWithVoid();
  }
}
