/** Microsoft Teams through a Workflows webhook: Adaptive Cards. */
@NullMarked
package dev.iris.notifier.channel.teams;

import org.jspecify.annotations.NullMarked;
