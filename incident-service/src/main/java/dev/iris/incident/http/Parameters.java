package dev.iris.incident.http;

import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads query parameters and collects every fault, so that a caller hears of all of them at once. */
public final class Parameters {

  private static final int MAX_TEXT = 512;
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final List<FieldFault> faults = new ArrayList<>();

  /** A text without control characters and of a sensible length; null if it is not given. */
  public @Nullable String text(String field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (value.length() > MAX_TEXT) {
      return fault(field, "must not be longer than " + MAX_TEXT + " characters");
    }
    if (!isStorable(value)) {
      return fault(field, "must not hold control characters");
    }
    return value;
  }

  /** One of these texts; null if it is not given. */
  public @Nullable String oneOf(String field, @Nullable String value, List<String> allowed) {
    if (value == null || value.isEmpty() || allowed.contains(value)) {
      return value == null || value.isEmpty() ? null : value;
    }
    return fault(field, "must be one of " + String.join(", ", allowed));
  }

  /** A time as RFC 3339 writes it, to the microsecond; null if it is not given. */
  public @Nullable Instant time(String field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      // An unencoded "+02:00" arrives as " 02:00".
      return instant(value.replace(' ', '+'));
    } catch (DateTimeException e) {
      return fault(field, "must be a time such as 2026-01-31T08:00:00Z");
    }
  }

  /**
   * A time as RFC 3339 writes it, to the microsecond, of the years 0 to 9999.
   *
   * @throws DateTimeException if it is none
   */
  public static Instant instant(String text) {
    Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new DateTimeException("beyond the years that are stored");
    }
    return time;
  }

  /** A UUID; null if it is not given. */
  public @Nullable UUID id(String field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      return fault(field, "must be a UUID");
    }
  }

  /** Notes that a field is at fault; answers null, for callers that go on. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // null is of every type
  public <T> @Nullable T fault(String field, String message) {
    faults.add(new FieldFault(field, message));
    return null;
  }

  /**
   * Ends the reading.
   *
   * @throws IrisProblem 400 with every field at fault, if there is one
   */
  public void check() {
    if (!faults.isEmpty()) {
      throw IrisProblem.badRequest(faults);
    }
  }

  private static boolean isStorable(String value) {
    return value
        .codePoints()
        .noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
  }
}
