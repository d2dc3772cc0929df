package dev.iris.enrollment.enrolling;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done about the key that a host shows.
 *
 * @param policy {@code approve}, {@code accept-first} or {@code strict}
 * @param fingerprint with {@code strict}: the one that it must have
 */
record HostKeyWish(String policy, @Nullable String fingerprint) {

  static final String APPROVE = "approve";
  static final String ACCEPT_FIRST = "accept-first";
  static final String STRICT = "strict";
}
