/** Compares notifications with their delivery rows and says in public what does not add up. */
@NullMarked
package dev.iris.notifier.audit;

import org.jspecify.annotations.NullMarked;
