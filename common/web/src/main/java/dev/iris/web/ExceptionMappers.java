package dev.iris.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.vertx.core.http.HttpClosedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns whatever a resource or the framework throws into a {@link ProblemDocument}. The one place where that happens. */
final class ExceptionMappers {

  private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

  @ServerExceptionMapper
  Response problem(IrisProblem problem, UriInfo uri) {
    if (problem.status() >= 500) {
      LOG.warnf(problem, "%s refused: %s", uri.getPath(), problem.code());
    }
    return answer(problem, uri, null);
  }

  @ServerExceptionMapper
  Response violations(ConstraintViolationException violations, UriInfo uri) {
    // Only the REST layer's own validation is about the request; elsewhere the mistake is ours.
    if (violations instanceof ResteasyReactiveViolationException
        && !Faults.concernResult(violations)) {
      return answer(IrisProblem.badRequest(Faults.of(violations)), uri, null);
    }
    return unexpected(violations, uri);
  }

  @ServerExceptionMapper
  Response mismatch(MismatchedInputException mismatch, UriInfo uri) {
    return answer(Faults.of(mismatch), uri, null);
  }

  /** The framework takes what is nested too deep, or a number of a thousand digits, for a mistake of ours. */
  @ServerExceptionMapper
  Response constraints(StreamConstraintsException e, UriInfo uri) {
    return answer(
        IrisProblem.badRequest(
            Codes.JSON_INVALID,
            "The body is nested too deeply, or holds a value that is too long."),
        uri,
        null);
  }

  @ServerExceptionMapper
  Response framework(WebApplicationException e, UriInfo uri) {
    Response given = e.getResponse();
    if (given.hasEntity() || given.getStatus() < 400) {
      return given;
    }
    return answer(problemOf(e, uri), uri, given);
  }

  @ServerExceptionMapper
  Response unexpected(Throwable failure, UriInfo uri) {
    if (failure instanceof HttpClosedException || failure instanceof ClosedChannelException) {
      LOG.debug("the caller left before the answer", failure);
      return answer(IrisProblem.of(500, Codes.INTERNAL_ERROR, null), uri, null);
    }
    if (causedBy(failure, ConnectException.class) != null) {
      LOG.warnf(failure, "%s failed: a dependency refuses connections", uri.getPath());
      return answer(
          IrisProblem.unavailable(
              Codes.DEPENDENCY_UNAVAILABLE, "Something Iris depends on is away. Try again."),
          uri,
          null);
    }
    LOG.errorf(failure, "%s failed", uri.getPath());
    return answer(
        IrisProblem.of(
            500,
            Codes.INTERNAL_ERROR,
            "The cause is in the log of the service, under this traceId."),
        uri,
        null);
  }

  private static IrisProblem problemOf(WebApplicationException e, UriInfo uri) {
    IrisProblem ours = causedBy(e, IrisProblem.class);
    if (ours != null) {
      return ours;
    }
    JacksonException json = causedBy(e, JacksonException.class);
    if (json != null) {
      return Faults.of(json);
    }
    int status = e.getResponse().getStatus();
    // Jakarta REST answers 404 to a query parameter that cannot be converted; nobody looks for
    // their typo there. With a path parameter in play the 404 may be the truth.
    if (e instanceof NotFoundException
        && e.getCause() != null
        && uri.getPathParameters().isEmpty()) {
      return IrisProblem.badRequest(
          Codes.PARAMETER_INVALID, "A query parameter has a value that cannot be read.");
    }
    return IrisProblem.of(status, Codes.of(status), null);
  }

  private static Response answer(IrisProblem problem, UriInfo uri, @Nullable Response given) {
    var answer = Response.status(problem.status());
    if (given != null) {
      // Allow, Retry-After and the like belong to the refusal.
      given
          .getHeaders()
          .forEach((name, values) -> values.forEach(value -> answer.header(name, value)));
    }
    if (problem.status() == 503) {
      answer.header(HttpHeaders.RETRY_AFTER, 5);
    }
    return answer
        .entity(ProblemDocument.of(problem, uri.getPath()).json())
        .type(ProblemDocument.MEDIA_TYPE)
        .build();
  }

  private static <T extends Throwable> @Nullable T causedBy(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
