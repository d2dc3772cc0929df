package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** What a job is for. */
enum Action {
  /** To have a host monitored. */
  ENROLL,
  /** To have it monitored no more, and Alloy stopped or removed there. */
  DECOMMISSION;

  /** As the API and the database write it. */
  @JsonValue
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Action of(String text) {
    return Stream.of(values())
        .filter(action -> action.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such action"));
  }
}
