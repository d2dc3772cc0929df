/** Rate limits that all replicas share: one token bucket row per channel. */
@NullMarked
package dev.iris.notifier.throttle;

import org.jspecify.annotations.NullMarked;
