package dev.iris.enrollment.agent;

/** Something that must be put right by a person before anything is changed. */
public record Obstacle(String code, String message, String remedy) {}
