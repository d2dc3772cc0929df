package dev.iris.web.access;

import dev.iris.web.IrisProblem;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Decides whether a request may go on. */
sealed interface AccessPolicy permits KeyedPolicy, KeylessPolicy {

  /** Why the request is refused; empty if it may go on. */
  Optional<IrisProblem> refusal(RoutingContext request);
}
