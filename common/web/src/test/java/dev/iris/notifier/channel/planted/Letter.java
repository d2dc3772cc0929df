package dev.iris.notifier.channel.planted;

/** What only its channel should know. */
public final class Letter {}
