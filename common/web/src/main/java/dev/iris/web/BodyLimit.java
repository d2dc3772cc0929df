package dev.iris.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers 413 with a problem document where the framework would cut the connection without a word. A body of unknown length is
 * read before it is handed on, so that it cannot turn out too large in the middle of a resource.
 */
@ApplicationScoped
final class BodyLimit {

  /** Behind the access policy: who may not call at all does not learn about limits, and is read no byte of. */
  private static final int PRIORITY = 280;

  private final long limit;
  private final BodyHandler reader;

  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    this.limit = limit.asLongValue();
    this.reader = BodyHandler.create(false).setBodyLimit(this.limit);
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext request) {
    if (length(request) > limit) {
      // The caller is still sending; the connection is of no more use.
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      HttpProblems.end(
          request, IrisProblem.of(413, Codes.of(413), "At most " + limit + " bytes are taken."));
    } else if (request.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      request.request().resume();
      reader.handle(request);
    } else {
      request.next();
    }
  }

  private static long length(RoutingContext request) {
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
