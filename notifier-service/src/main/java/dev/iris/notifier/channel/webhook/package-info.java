/** A plain JSON webhook, signed by the Standard Webhooks convention. */
@NullMarked
package dev.iris.notifier.channel.webhook;

import org.jspecify.annotations.NullMarked;
