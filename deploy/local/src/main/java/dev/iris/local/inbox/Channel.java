package dev.iris.local.inbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the inbox stands in for. */
enum Channel {
  TEAMS,
  MAIL,
  WEBHOOK;

  /** As it is written in the API. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The channel of that text. */
  static Optional<Channel> of(String text) {
    return Arrays.stream(values()).filter(channel -> channel.text().equals(text)).findFirst();
  }
}
