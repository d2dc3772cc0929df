package dev.iris.enrollment.enrolling;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Query parameters as they came: texts, so that a bad one is answered with its name. */
public class JobQuery {

  @QueryParam("status")
  @Nullable String status;

  @QueryParam("host")
  @Nullable String host;

  @QueryParam("cursor")
  @Nullable String cursor;

  @QueryParam("limit")
  @Nullable String limit;
}
