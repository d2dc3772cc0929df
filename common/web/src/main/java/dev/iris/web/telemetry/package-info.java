/** What all services do alike to be observable. */
@NullMarked
package dev.iris.web.telemetry;

import org.jspecify.annotations.NullMarked;
