package dev.iris.notifier.channel.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} of an answer: seconds or an HTTP date (RFC 9110 §10.2.3). */
final class RetryAfter {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.ENGLISH);

  private RetryAfter() {}

  /** When to come back, at most {@code max} from now; empty if the header is missing or nonsense. */
  static Optional<Instant> parse(@Nullable String header, Instant now, Duration max) {
    return instant(header == null ? "" : header.strip(), now, max)
        .map(at -> at.isAfter(now.plus(max)) ? now.plus(max) : at);
  }

  private static Optional<Instant> instant(String text, Instant now, Duration max) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(now.plusSeconds(Math.min(Long.parseLong(text), max.toSeconds() + 1)));
    }
    try {
      return Optional.of(ZonedDateTime.parse(text, HTTP_DATE).toInstant())
          .filter(at -> at.isAfter(now));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
