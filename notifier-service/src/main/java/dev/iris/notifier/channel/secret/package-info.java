/** Secrets of channels: encrypted at rest, never shown again. */
@NullMarked
package dev.iris.notifier.channel.secret;

import org.jspecify.annotations.NullMarked;
