/**
 * Commands on Redis Streams over one pipelined, self-reconnecting connection; not for use by
 * applications.
 */
@NullMarked
package dev.iris.messaging.redis.client;

import org.jspecify.annotations.NullMarked;
