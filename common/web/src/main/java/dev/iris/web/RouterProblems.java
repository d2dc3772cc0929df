package dev.iris.web;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Problem documents for what never reaches a resource: paths that nothing serves, bodies that are cut off by the router. */
@ApplicationScoped
final class RouterProblems {

  void register(@Observes Router router) {
    // Behind every other route: whoever gets here was served by none.
    router.route().order(Integer.MAX_VALUE).handler(RouterProblems::notFound);
    // Before the framework's own failure handler, which answers 4xx without a body.
    router.route().order(Integer.MIN_VALUE).failureHandler(RouterProblems::failed);
  }

  private static void notFound(RoutingContext request) {
    HttpProblems.end(request, IrisProblem.of(404, Codes.of(404), null));
  }

  private static void failed(RoutingContext request) {
    int status = request.statusCode();
    if (request.response().headWritten() || status < 400 || status >= 500) {
      request.next();
      return;
    }
    HttpProblems.end(request, IrisProblem.of(status, Codes.of(status), null));
  }
}
