package dev.iris.enrollment.template;

import java.time.Duration;

/**
 * What rendering one template may take.
 *
 * @param source characters of a template
 * @param output characters of what comes out
 * @param steps rounds of all loops together
 * @param time for all of it
 */
record RenderLimits(int source, int output, int steps, Duration time) {}
