package dev.iris.bench;

import java.util.List;

/** A chart of one line: the greatest value of each of its steps, from nothing to the greatest of all. */
final class Sparkline {

  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  static String of(List<Double> values, int width) {
    double greatest = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    StringBuilder line = new StringBuilder(width);
    int steps = Math.min(width, values.size());
    for (int step = 0; step < steps; step++) {
      int from = step * values.size() / steps;
      int to = (step + 1) * values.size() / steps;
      double top =
          values.subList(from, to).stream().mapToDouble(Double::doubleValue).max().orElse(0);
      int bar = greatest == 0 ? 0 : (int) Math.ceil(top / greatest * BARS.length()) - 1;
      line.append(BARS.charAt(Math.clamp(bar, 0, BARS.length() - 1)));
    }
    return line.toString();
  }
}
