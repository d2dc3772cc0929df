package dev.iris.notifier.receipt;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Query parameters as they came: texts, so that a bad one is answered with its name. */
public class DeliveryQuery {

  @QueryParam("status")
  @Nullable String status;

  @QueryParam("channel")
  @Nullable String channel;

  @QueryParam("notification")
  @Nullable String notification;

  @QueryParam("message")
  @Nullable String message;

  @QueryParam("from")
  @Nullable String from;

  @QueryParam("to")
  @Nullable String to;

  @QueryParam("cursor")
  @Nullable String cursor;

  @QueryParam("limit")
  @Nullable String limit;
}
