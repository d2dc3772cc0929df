package dev.iris.enrollment.batch;

/**
 * In SQL, whether a host {@code h} is set up already as its request asks for it. That is so if its last job was the very same and
 * succeeded, and nobody gave the host other labels since. Then nothing is left to be done.
 */
final class Standing {

  static final String JOINS =
      """
      left join host on host.address = h.address and host.port = h.port
      left join lateral (
        select e.state, e.request from enrollment e
        where e.address = h.address and e.port = h.port and not e.dry_run and e.finished_at is not null
        order by e.created_at desc limit 1) last on true""";

  static final String DONE =
      """
      coalesce(host.state = 'enrolled' and last.state = 'succeeded' and last.request = h.request
        and host.labels = coalesce(nullif(h.request::jsonb -> 'labels', 'null'), host.labels), false)""";

  private Standing() {}
}
