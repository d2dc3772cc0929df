/** How long notifications, deliveries and receipts are kept. */
@NullMarked
package dev.iris.notifier.retention;

import org.jspecify.annotations.NullMarked;
