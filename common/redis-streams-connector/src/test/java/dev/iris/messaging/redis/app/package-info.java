/**
 * A small application on the connector: a channel each way, a table it writes to and a dead-letter
 * sink of its own.
 */
@NullMarked
package dev.iris.messaging.redis.app;

import org.jspecify.annotations.NullMarked;
