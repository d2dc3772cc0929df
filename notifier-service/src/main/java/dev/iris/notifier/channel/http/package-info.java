/** HTTP to addresses that people typed in: where it may go, for how long, and how much of the answer is read. */
@NullMarked
package dev.iris.notifier.channel.http;

import org.jspecify.annotations.NullMarked;
