/** From a notification to deliveries and from a delivery to its outcome: planning, leases, retries, fall-over. */
@NullMarked
package dev.iris.notifier.dispatch;

import org.jspecify.annotations.NullMarked;
