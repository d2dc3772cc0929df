/**
 * Watches whether the sources of alerts are alive: each sends an alert that always fires. Where it stays away, Iris raises an alert
 * of its own, as silence is the one thing that nobody else reports.
 */
@NullMarked
package dev.iris.incident.heartbeat;

import org.jspecify.annotations.NullMarked;
