package dev.iris.notifier.storm;

/**
 * Where one audience is told: what storms are counted by.
 *
 * @param address within the channel; empty if the channel is one place
 */
public record Place(String channelId, String address, String audienceId) {}
