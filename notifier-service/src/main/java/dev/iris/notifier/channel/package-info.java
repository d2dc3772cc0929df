/** Channels: what they are, how they are configured, and the port behind which each kind of channel sends. */
@NullMarked
package dev.iris.notifier.channel;

import org.jspecify.annotations.NullMarked;
