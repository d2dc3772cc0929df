package dev.iris.enrollment.enrolling;

import java.util.UUID;

/** Told within this replica after the commit: a job of that batch has ended. Only a hint. */
public record BatchJobEnded(UUID batchId) {}
