package dev.iris.incident.decision;

import java.net.URI;
import java.util.UUID;

/** Where messages lead: pages of this service under the address that people reach Iris at. */
final class Links {

  private final String base;

  Links(URI publicUrl) {
    String text = publicUrl.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** The page of one incident. */
  URI incident(UUID id) {
    return URI.create(base + "/incidents/" + id);
  }

  /** The list of all incidents that a notification tells of. */
  URI notification(UUID id) {
    return URI.create(base + "/incidents?notification=" + id);
  }
}
