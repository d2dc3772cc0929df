package dev.iris.enrollment.agent;

/**
 * One thing that would be changed.
 *
 * @param step that would do it: install, configure, firewall or start
 * @param what for people
 */
public record PlannedChange(String step, String what) {}
