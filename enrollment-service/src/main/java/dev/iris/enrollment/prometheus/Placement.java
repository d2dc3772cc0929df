package dev.iris.enrollment.prometheus;

/**
 * A host at a Prometheus that is to scrape it.
 *
 * @param instance its name
 */
public record Placement(String instance, HostTargets host) {}
