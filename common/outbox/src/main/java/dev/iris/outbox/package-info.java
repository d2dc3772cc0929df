/**
 * How facts leave and enter a service without being lost or taken twice: a transactional outbox with its relay to Redis
 * Streams, an inbox that lets an event have its effects once, and a table for entries that could not be handled. All of it is
 * kept in the service's own schema.
 */
@NullMarked
package dev.iris.outbox;

import org.jspecify.annotations.NullMarked;
