/**
 * What is true about an alert: series, episodes, incidents and the transitions that are news. {@link
 * dev.iris.incident.lifecycle.Lifecycle} decides and is pure; everything else here loads what it needs and stores what it says.
 */
@NullMarked
package dev.iris.incident.lifecycle;

import org.jspecify.annotations.NullMarked;
