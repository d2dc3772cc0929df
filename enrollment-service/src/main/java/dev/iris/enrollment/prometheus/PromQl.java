package dev.iris.enrollment.prometheus;

import java.time.Duration;
import java.util.List;

/** Queries. Whatever stands in quotes was quoted here. */
final class PromQl {

  private PromQl() {}

  /** The samples of these metrics of one host, as they were scraped, over a while up to now. */
  static String samples(List<String> metrics, String hostId, Duration back) {
    return "{__name__=~%s,%s=%s}[%ds]"
        .formatted(
            quote(String.join("|", metrics)),
            TargetGroup.HOST_LABEL,
            quote(hostId),
            Math.max(1, back.toSeconds()));
  }

  /** A string literal: PromQL has Go's escapes. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '"' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        default -> {
          if (c < ' ' || c == 0x7f) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
