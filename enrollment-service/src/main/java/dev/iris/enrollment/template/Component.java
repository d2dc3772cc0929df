package dev.iris.enrollment.template;

/**
 * Something on a host that Prometheus is to scrape.
 *
 * @param id {@code prometheus.exporter.unix.host}; unique on its host
 * @param job the {@code job} of its target; components of one kind share it, so it takes the id to tell them apart
 * @param healthSeries its own series of health, 1 when what it looks after answers ({@code pg_up}). {@code up} for a component that has
 *     none that Iris knows of: for Alloy's components it says no more than that Alloy answered
 * @param port where it is scraped
 * @param source what answers there
 */
public record Component(String id, String job, String healthSeries, int port, Source source) {

  /** Alloy's own port. */
  public static final int ALLOY_PORT = 12345;

  /** What answers a scrape. */
  public enum Source {
    /** Alloy, at the component's path. */
    ALLOY,
    /** An exporter of its own beside Alloy, at {@code /metrics}. */
    EXPORTER
  }
}
