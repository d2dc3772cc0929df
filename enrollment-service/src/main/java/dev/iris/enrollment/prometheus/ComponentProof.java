package dev.iris.enrollment.prometheus;

/** What was found out about one component of a host. */
public record ComponentProof(ScrapedComponent component, Verdict verdict) {

  /** Whether its samples arrive. */
  public boolean proven() {
    return verdict instanceof Verdict.Proven;
  }
}
