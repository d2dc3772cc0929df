package dev.iris.bench;

import java.util.List;

/**
 * The straight line through measured values, by least squares.
 *
 * @param start its value at the first of them
 * @param perHour how much it rises in an hour
 * @param hours from the first to the last
 */
record Trend(double start, double perHour, double hours) {

  /** Of values as they were at these hours; at least two of them. */
  static Trend of(List<Point> points) {
    double meanX = points.stream().mapToDouble(Point::hour).average().orElseThrow();
    double meanY = points.stream().mapToDouble(Point::value).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (Point point : points) {
      covariance += (point.hour() - meanX) * (point.value() - meanY);
      variance += (point.hour() - meanX) * (point.hour() - meanX);
    }
    double slope = variance == 0 ? 0 : covariance / variance;
    double first = points.getFirst().hour();
    return new Trend(meanY + slope * (first - meanX), slope, points.getLast().hour() - first);
  }

  /** A value at a time. */
  record Point(double hour, double value) {}

  /** How much of its start it rises by, from the first value to the last: 0.05 is five percent. */
  double rise() {
    return start == 0 ? 0 : perHour * hours / start;
  }
}
