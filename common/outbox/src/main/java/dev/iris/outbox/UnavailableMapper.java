package dev.iris.outbox;

import dev.iris.messaging.redis.DependencyUnavailableException;
import dev.iris.web.IrisProblem;
import dev.iris.web.ProblemDocument;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers 503 where a transaction found PostgreSQL away, so that callers come again. */
final class UnavailableMapper {

  private static final int RETRY_AFTER_SECONDS = 5;

  @ServerExceptionMapper
  Response unavailable(DependencyUnavailableException failure, UriInfo uri) {
    IrisProblem problem =
        IrisProblem.unavailable(
            "dependency-unavailable", "Something Iris depends on is away. Try again.");
    return Response.status(problem.status())
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .type(ProblemDocument.MEDIA_TYPE)
        .entity(ProblemDocument.of(problem, uri.getPath()).json())
        .build();
  }
}
