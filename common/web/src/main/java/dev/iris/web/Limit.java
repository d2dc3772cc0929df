package dev.iris.web;

import org.jspecify.annotations.Nullable;

/** The {@code limit} of a list: how many items a page may hold. */
public final class Limit {

  /** Without a limit. */
  public static final int DEFAULT = 50;

  /** The most. */
  public static final int MAX = 500;

  private Limit() {}

  /**
   * The limit that a query parameter asks for, {@link #DEFAULT} if there is none. Take the parameter as a String: the
   * framework answers 404 to one that it cannot convert.
   *
   * @throws IrisProblem 400 if it is not a number from 1 to {@link #MAX}
   */
  public static int parse(@Nullable String requested) {
    if (requested == null || requested.isBlank()) {
      return DEFAULT;
    }
    if (requested.matches("\\d{1,4}")) {
      int limit = Integer.parseInt(requested);
      if (limit >= 1 && limit <= MAX) {
        return limit;
      }
    }
    throw IrisProblem.badField("limit", "must be a whole number from 1 to " + MAX);
  }
}
