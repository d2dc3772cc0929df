/** What became of deliveries, for people who ask. */
@NullMarked
package dev.iris.notifier.receipt;

import org.jspecify.annotations.NullMarked;
