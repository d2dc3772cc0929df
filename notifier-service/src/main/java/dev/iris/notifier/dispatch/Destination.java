package dev.iris.notifier.dispatch;

/**
 * A place to which a message can go.
 *
 * @param address within the channel; empty if the channel is one place
 */
record Destination(String channelId, String address) {}
