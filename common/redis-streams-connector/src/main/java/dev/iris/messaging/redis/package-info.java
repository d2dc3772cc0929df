/**
 * A SmallRye Reactive Messaging connector for Redis Streams.
 *
 * <p>Applications use {@link dev.iris.messaging.redis.RedisStreamsConnector} by its name in the
 * configuration, the two metadata types, {@link dev.iris.messaging.redis.DeadLetterSink} and the
 * two exceptions that a handler may throw. The packages {@code client} and {@code stream} are the
 * connector's own and may change at any time.
 */
@NullMarked
package dev.iris.messaging.redis;

import org.jspecify.annotations.NullMarked;
