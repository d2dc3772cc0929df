package dev.iris.messaging.redis.client;

import java.time.Duration;

/** No connection in time: Redis is away, or the pool has none left. */
public final class ConnectTimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ConnectTimeoutException(String client, Duration patience) {
    super(
        "no connection to Redis within %s from client `%s`; if Redis is up, its max-pool-size is too small for its channels"
            .formatted(patience, client));
  }
}
