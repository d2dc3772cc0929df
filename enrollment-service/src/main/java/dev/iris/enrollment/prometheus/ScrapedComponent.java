package dev.iris.enrollment.prometheus;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something on a host that Prometheus scrapes.
 *
 * @param id what it is called among the components of its host: {@code prometheus.exporter.unix.host}
 * @param job its label {@code job}
 * @param healthSeries the metric that is 1 while it works: {@code pg_up}, {@code node_uname_info}
 * @param path where it serves its metrics; null where Alloy serves those of its component {@code id}
 */
public record ScrapedComponent(
    String id, String job, String healthSeries, int port, @Nullable String path) {

  private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,199}");
  private static final Pattern JOB = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]{0,99}");
  private static final Pattern SERIES = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]{0,199}");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./-]{0,199}");
  private static final int MOST_PORTS = 65_535;

  public ScrapedComponent {
    require(ID, id, "a component's id");
    require(JOB, job, "a job");
    require(SERIES, healthSeries, "a metric");
    if (path != null) {
      require(PATH, path, "a path");
    }
    if (port < 1 || port > MOST_PORTS) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** One whose metrics Alloy serves. */
  public static ScrapedComponent ofAlloy(String id, String job, String healthSeries, int port) {
    return new ScrapedComponent(id, job, healthSeries, port, null);
  }

  private static void require(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("not " + what);
    }
  }
}
