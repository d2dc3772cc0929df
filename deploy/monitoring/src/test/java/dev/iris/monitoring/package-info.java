/** The rules and examples that Iris ships for Prometheus and Alertmanager, tried with promtool and amtool. */
@NullMarked
package dev.iris.monitoring;

import org.jspecify.annotations.NullMarked;
