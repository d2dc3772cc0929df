package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest sample of a series.
 *
 * @param labels without {@code __name__}
 * @param at when it was scraped, by Prometheus' clock
 */
record Series(String metric, Map<String, String> labels, Instant at, double value) {

  private static final double MILLIS = 1000;

  Series {
    labels = Map.copyOf(labels);
  }

  /** Reads the result of a query over a range; what is no series of samples is passed over. */
  static List<Series> of(JsonNode matrix) {
    List<Series> all = new ArrayList<>();
    for (JsonNode series : matrix) {
      JsonNode values = series.path("values");
      if (values.isEmpty()) {
        continue;
      }
      JsonNode newest = values.get(values.size() - 1);
      Map<String, String> labels = new HashMap<>();
      series
          .path("metric")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      String metric = String.valueOf(labels.remove("__name__"));
      all.add(new Series(metric, labels, time(newest.path(0).asDouble()), number(newest.path(1))));
    }
    return List.copyOf(all);
  }

  /** A time as Prometheus writes it: seconds since 1970. */
  static Instant time(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * MILLIS));
  }

  boolean carries(Map<String, String> wanted) {
    return labels.entrySet().containsAll(wanted.entrySet());
  }

  private static double number(JsonNode value) {
    try {
      return Double.parseDouble(value.asText());
    } catch (NumberFormatException _) {
      // +Inf: Java spells it out.
      return Double.NaN;
    }
  }
}
