package dev.iris.messaging.redis;

import io.smallrye.mutiny.Uni;

/**
 * Keeps entries that were given up. A CDI bean qualified with {@code @Identifier("name")} is chosen
 * by the attribute {@code dead-letter.sink = name}.
 *
 * <p>Called on a duplicated Vert.x context of its own; must not block. The entry is acknowledged
 * only after the sink has succeeded. A sink that fails is asked again with a growing delay until it
 * succeeds or the channel closes. It can therefore see the same letter more than once, also from
 * another consumer, and must treat {@code (stream, group, entryId)} as the letter's identity.
 */
@FunctionalInterface
public interface DeadLetterSink {

  /** Keeps the letter durably, then completes. */
  Uni<Void> deadLetter(DeadLetter letter);
}
