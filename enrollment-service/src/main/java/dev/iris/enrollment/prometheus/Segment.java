package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where the way of a sample from a host into Prometheus is broken; the first broken one hides those after it. */
public enum Segment {
  /** The machine does not answer. */
  HOST("host"),
  /** What serves the metrics answers, but not with metrics. */
  ALLOY("alloy"),
  /** Nothing can be reached at the port. */
  PORT("port"),
  /** Prometheus does not scrape it, or does so under other labels. */
  PROMETHEUS_TARGET("prometheus-target"),
  /** It is scraped, and the sample that was to come did not. */
  SAMPLE("sample");

  private final String text;

  Segment(String text) {
    this.text = text;
  }

  /** As it is written in answers. */
  @JsonValue
  public String text() {
    return text;
  }
}
