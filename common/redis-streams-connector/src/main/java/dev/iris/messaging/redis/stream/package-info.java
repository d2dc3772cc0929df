/**
 * Reading a stream as a member of a consumer group; not for use by applications.
 *
 * <p>Everything mutable in this package belongs to one {@link
 * dev.iris.messaging.redis.stream.EventLoop} and is touched only on it, which is why there are no
 * locks.
 */
@NullMarked
package dev.iris.messaging.redis.stream;

import org.jspecify.annotations.NullMarked;
