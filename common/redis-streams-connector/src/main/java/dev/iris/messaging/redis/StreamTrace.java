package dev.iris.messaging.redis;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tracing needs to know of an entry.
 *
 * @param group null when sending
 * @param consumer null when sending
 * @param entryId null when sending: Redis has yet to give it
 * @param fields carries the trace headers; written to when sending
 */
record StreamTrace(
    String stream,
    @Nullable String group,
    @Nullable String consumer,
    @Nullable String entryId,
    Map<String, String> fields) {}
