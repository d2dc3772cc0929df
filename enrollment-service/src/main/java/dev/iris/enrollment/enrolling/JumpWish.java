package dev.iris.enrollment.enrolling;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The host to go through.
 *
 * @param credentialId what to log in with there; null for what the target is logged in to with
 * @param fingerprint of its key; null if it is a host that Iris knows the key of
 */
record JumpWish(
    String address, int port, @Nullable UUID credentialId, @Nullable String fingerprint) {}
