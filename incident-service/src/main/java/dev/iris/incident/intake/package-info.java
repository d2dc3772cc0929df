/**
 * Takes Alertmanager's webhooks: looks the body over, stores it as it came together with an event that names it, and answers
 * after the commit. Understanding it comes later; what a body means is known here and nowhere else.
 */
@NullMarked
package dev.iris.incident.intake;

import org.jspecify.annotations.NullMarked;
