package dev.iris.enrollment.registry;

import dev.iris.web.Cursor;
import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are asked for; null is no restriction.
 *
 * @param labels all of which a host must have
 * @param after continues behind this one
 */
record HostFilter(
    @Nullable HostStatus status,
    @Nullable String hostname,
    @Nullable String address,
    Map<String, String> labels,
    @Nullable Position after,
    int limit) {

  private static final int MOST_LABELS = 16;

  /** A place in the list. */
  record Position(String hostname, UUID id) {

    String cursor() {
      return Cursor.encode(hostname, id.toString());
    }

    static Position of(String cursor) {
      List<String> parts = Cursor.decode(cursor, 2);
      return new Position(parts.get(0), Cursor.parse(parts.get(1), UUID::fromString));
    }
  }

  /** The filter that query parameters ask for; throws 400 with each one at fault. */
  static HostFilter of(HostQuery query) {
    List<FieldFault> faults = new ArrayList<>();
    HostStatus status = query.status == null ? null : HostStatus.of(query.status).orElse(null);
    if (query.status != null && status == null) {
      faults.add(new FieldFault("status", "must be new, enrolled, unproven or decommissioned"));
    }
    refuseNul("hostname", query.hostname, faults);
    refuseNul("address", query.address, faults);
    Map<String, String> labels = labels(query.labels == null ? List.of() : query.labels, faults);
    if (!faults.isEmpty()) {
      throw IrisProblem.badRequest(faults);
    }
    return new HostFilter(
        status,
        query.hostname,
        query.address,
        labels,
        query.cursor == null ? null : Position.of(query.cursor),
        Limit.parse(query.limit));
  }

  private static Map<String, String> labels(List<String> wanted, List<FieldFault> faults) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : wanted) {
      int equals = label.indexOf('=');
      refuseNul("label", label, faults);
      if (equals < 1 || wanted.size() > MOST_LABELS) {
        faults.add(
            new FieldFault("label", "must read name=value, " + MOST_LABELS + " times at most"));
        return labels;
      }
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return labels;
  }

  private static void refuseNul(String field, @Nullable String text, List<FieldFault> faults) {
    if (text != null && text.indexOf('\0') >= 0) {
      faults.add(new FieldFault(field, "must not hold NUL"));
    }
  }
}
