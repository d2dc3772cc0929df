package dev.iris.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Ends a request with a problem, below Jakarta REST. */
public final class HttpProblems {

  private HttpProblems() {}

  /** Answers with the problem; headers set before are kept. Does nothing if the answer has begun. */
  public static void end(RoutingContext request, IrisProblem problem) {
    var response = request.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
        .end(ProblemDocument.of(problem, path(request)).json());
  }

  private static String path(RoutingContext request) {
    String path = request.request().path();
    return path == null ? "/" : path;
  }
}
