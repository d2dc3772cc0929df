package dev.iris.incident.browse;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list, all as text: what is wrong with one is said with its name. */
public final class IncidentFilters {

  @QueryParam("status")
  @Parameter(description = "firing, acknowledged, stale or resolved")
  @Nullable String status;

  @QueryParam("alertName")
  @Nullable String alertName;

  @QueryParam("instance")
  @Nullable String instance;

  @QueryParam("severity")
  @Nullable String severity;

  @QueryParam("service")
  @Nullable String service;

  @QueryParam("serviceType")
  @Nullable String serviceType;

  @QueryParam("from")
  @Parameter(description = "Began to fire at or after this time")
  @Nullable String from;

  @QueryParam("to")
  @Parameter(description = "Began to fire before this time")
  @Nullable String to;

  @QueryParam("q")
  @Parameter(description = "Words, or beginnings of words, that its texts and labels must hold")
  @Nullable String q;

  @QueryParam("notification")
  @Parameter(description = "Only what this notification tells of")
  @Nullable String notification;

  @QueryParam("audience")
  @Parameter(
      description =
          "Only what this audience was notified of between notifiedFrom and notifiedTo; the three go together")
  @Nullable String audience;

  @QueryParam("notifiedFrom")
  @Parameter(description = "At or after this time, to the millisecond")
  @Nullable String notifiedFrom;

  @QueryParam("notifiedTo")
  @Parameter(description = "Before this time, to the millisecond")
  @Nullable String notifiedTo;

  @QueryParam("limit")
  @Nullable String limit;

  @QueryParam("cursor")
  @Nullable String cursor;
}
