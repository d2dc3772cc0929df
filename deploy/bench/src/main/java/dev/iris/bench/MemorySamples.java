package dev.iris.bench;

import dev.iris.bench.Trend.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Memory of Iris' processes over time, taken every few seconds until it is closed. */
final class MemorySamples implements AutoCloseable {

  private static final long EVERY_SECONDS = 5;
  private static final long TOLD_EVERY_SECONDS = 300;

  private final Path data;
  private final long from = System.nanoTime();
  private final Map<String, List<Point>> byPart = new TreeMap<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private MemorySamples(Path data) {
    this.data = data;
  }

  static MemorySamples start(Path data) {
    MemorySamples samples = new MemorySamples(data);
    var unused =
        samples.timer.scheduleAtFixedRate(samples::take, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    var unusedTelling =
        samples.timer.scheduleAtFixedRate(
            samples::tell, TOLD_EVERY_SECONDS, TOLD_EVERY_SECONDS, TimeUnit.SECONDS);
    return samples;
  }

  /** What was taken after so long, by part, oldest first. */
  synchronized Map<String, List<Point>> after(Duration warmUp) {
    double hours = hours(warmUp.toNanos());
    Map<String, List<Point>> later = new TreeMap<>();
    byPart.forEach(
        (part, points) ->
            later.put(part, points.stream().filter(point -> point.hour() >= hours).toList()));
    return later;
  }

  @Override
  public void close() {
    timer.close();
  }

  private void take() {
    Map<String, Double> now = ResidentMemory.now(data);
    double hour = hours(System.nanoTime() - from);
    synchronized (this) {
      now.forEach(
          (part, megabytes) ->
              byPart
                  .computeIfAbsent(part, first -> new ArrayList<>())
                  .add(new Point(hour, megabytes)));
    }
  }

  /** An hour is long for whoever waits. */
  private void tell() {
    System.err.printf(
        Locale.ROOT,
        "  %3.0f min: %s%n",
        hours(System.nanoTime() - from) * 60,
        ResidentMemory.now(data).entrySet().stream()
            .map(one -> String.format(Locale.ROOT, "%s %.0f MB", one.getKey(), one.getValue()))
            .collect(Collectors.joining(", ")));
  }

  private static double hours(long nanos) {
    return nanos / 3.6e12;
  }
}
