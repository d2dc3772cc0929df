package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.StreamCommands;

/**
 * What the parts of one reading channel share.
 *
 * @param commands everything but blocking reads
 */
public record Workplace(
    EventLoop loop,
    StreamCommands commands,
    ReaderSettings settings,
    InFlight inFlight,
    DependencyPause pause,
    StreamMeters meters) {}
