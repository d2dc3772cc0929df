package dev.iris.enrollment.registry;

import java.time.Instant;

/**
 * A key that a host may show.
 *
 * @param publicKey base64, as in known_hosts
 * @param approvedHow by a person who was shown its fingerprint, with a request that named it (strict), or as the first that
 *     was shown
 */
public record PinnedKey(
    String algorithm,
    String publicKey,
    String fingerprint,
    String approvedBy,
    String approvedHow,
    Instant approvedAt) {}
