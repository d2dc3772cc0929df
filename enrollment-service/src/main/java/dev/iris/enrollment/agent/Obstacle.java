package dev.iris.enrollment.agent;

/**
 * Something that a person has to put right before anything is changed.
 *
 * @param code stable, listed in docs/enrollment.md
 * @param message what is in the way, as one sentence without a full stop
 * @param remedy what to do about it
 */
public record Obstacle(String code, String message, String remedy) {}
