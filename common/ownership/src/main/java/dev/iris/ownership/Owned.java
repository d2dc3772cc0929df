package dev.iris.ownership;

import dev.iris.events.NotificationEvent.Audience;

/**
 * The audience of a subject.
 *
 * @param reason why it is this one, for the person who asks
 */
public record Owned(Audience audience, String reason) {}
