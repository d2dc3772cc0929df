package dev.iris.enrollment.registry;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Query parameters as they came: texts, so that a bad one is answered with its name. */
public class HostQuery {

  @QueryParam("status")
  @Nullable String status;

  @QueryParam("hostname")
  @Nullable String hostname;

  @QueryParam("address")
  @Nullable String address;

  /** {@code name=value}, all of which must be there. */
  @QueryParam("label")
  @Nullable List<String> labels;

  @QueryParam("cursor")
  @Nullable String cursor;

  @QueryParam("limit")
  @Nullable String limit;
}
