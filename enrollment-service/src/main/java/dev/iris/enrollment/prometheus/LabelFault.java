package dev.iris.enrollment.prometheus;

/**
 * A label that is not taken.
 *
 * @param label its name as it was given
 * @param message what is wrong, for a person, to follow the name
 */
public record LabelFault(String label, String message) {}
