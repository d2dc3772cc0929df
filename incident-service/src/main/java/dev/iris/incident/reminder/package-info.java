/**
 * Reminds people of what fires and was not taken up. A reminder is news like any other: it has a transition, a decision and a
 * notification, but no alert.
 */
@NullMarked
package dev.iris.incident.reminder;

import org.jspecify.annotations.NullMarked;
