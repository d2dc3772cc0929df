package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.enrollment.prometheus.Instances;
import dev.iris.web.Caller;
import dev.iris.web.Cursor;
import dev.iris.web.IrisProblem;
import dev.iris.web.JsonFields;
import dev.iris.web.Page;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.net.URI;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Enrolment jobs. */
@Path("/api/v1/enrollments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class EnrollmentResource {

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

  private final JobDesk desk;
  private final JobDecisions decisions;
  private final JobDirectory directory;
  private final JobFeed feed;
  private final Instances instances;
  private final JobsConfig config;

  EnrollmentResource(
      JobDesk desk,
      JobDecisions decisions,
      JobDirectory directory,
      JobFeed feed,
      Instances instances,
      JobsConfig config) {
    this.desk = desk;
    this.decisions = decisions;
    this.directory = directory;
    this.feed = feed;
    this.instances = instances;
    this.config = config;
  }

  @POST
  @Cancellable(false)
  public Uni<RestResponse<JobView.Detail>> submit(
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Nullable JsonNode body,
      RoutingContext request) {
    if (key != null && !KEY.matcher(key).matches()) {
      throw IrisProblem.badField("Idempotency-Key", "must be 1 to 255 visible characters of ASCII");
    }
    Submission submission =
        SubmissionReader.read(
            body, new RequestRules(config.acceptFirstWithPassword(), instances.names()));
    Caller caller = Caller.of(request);
    return desk.submit(submission, caller, key)
        .chain(id -> directory.get(id, caller))
        .map(
            job ->
                RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, job)
                    .location(URI.create("/api/v1/enrollments/" + job.id()))
                    .build());
  }

  @GET
  public Uni<Page<JobView>> list(@BeanParam JobQuery query) {
    JobFilter filter = JobFilter.of(query);
    return directory
        .list(filter)
        .map(found -> Page.of(found, filter.limit(), last -> Cursor.encode(last.id())));
  }

  @GET
  @Path("/{id}")
  public Uni<JobView.Detail> get(@PathParam("id") String id, RoutingContext request) {
    return directory.get(JobDirectory.id(id), Caller.of(request));
  }

  /** What the job tells, as Server-Sent Events; with {@code Last-Event-ID} what followed that one. */
  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @io.smallrye.common.annotation.Blocking
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") @Nullable String last,
      Sse sse,
      RoutingContext request) {
    EnrollmentId job = JobDirectory.id(id);
    long after = EventFeed.sequence(last);
    // Here and not in the stream, whose failures come too late for a status.
    Blocking.await(directory.ended(job, Caller.of(request)));
    return feed.after(job, after).map(told -> told.event(sse));
  }

  @POST
  @Path("/{id}/cancel")
  @Cancellable(false)
  public Uni<JobView.Detail> cancel(@PathParam("id") String id, RoutingContext request) {
    EnrollmentId job = JobDirectory.id(id);
    return decisions.cancel(job).chain(() -> directory.get(job, Caller.of(request)));
  }

  /** Approves or refuses the key that the job waits with. */
  @POST
  @Path("/{id}/host-key")
  @Cancellable(false)
  public Uni<JobView.Detail> hostKey(
      @PathParam("id") String id, @Nullable JsonNode body, RoutingContext request) {
    JsonFields fields = JsonFields.of(body);
    String fingerprint = fields.requiredText("fingerprint", 60);
    fields.require(fields.has("approve"), "approve", "is missing");
    boolean approve = fields.flag("approve", false);
    fields.throwIfAnyFault();
    EnrollmentId job = JobDirectory.id(id);
    return decisions
        .decide(job, fingerprint == null ? "" : fingerprint, approve, Caller.of(request).name())
        .chain(() -> directory.get(job, Caller.of(request)));
  }
}
