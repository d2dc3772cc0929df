package dev.iris.enrollment.batch;

import dev.iris.enrollment.enrolling.EventFeed;
import dev.iris.web.Caller;
import dev.iris.web.IrisProblem;
import dev.iris.web.Page;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Batches of enrolment jobs. */
@Path("/api/v1/batches")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class BatchResource {

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BatchReader reader;
  private final BatchDesk desk;
  private final BatchPreview preview;
  private final BatchDirectory directory;
  private final BatchFeed feed;
  private final BatchesConfig config;

  BatchResource(
      BatchReader reader,
      BatchDesk desk,
      BatchPreview preview,
      BatchDirectory directory,
      BatchFeed feed,
      BatchesConfig config) {
    this.reader = reader;
    this.desk = desk;
    this.preview = preview;
    this.directory = directory;
    this.feed = feed;
    this.config = config;
  }

  /** Begins a batch, or with {@code validate=true} says what it would do. A large file takes a while to read: not on an event loop. */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "text/csv"})
  @Cancellable(false)
  @Blocking
  public Uni<Response> submit(
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable MediaType type,
      byte @Nullable [] body,
      UriInfo uri,
      RoutingContext request) {
    if (key != null && !KEY.matcher(key).matches()) {
      throw IrisProblem.badField("Idempotency-Key", "must be 1 to 255 visible characters of ASCII");
    }
    boolean onlyValidates = BatchUpload.onlyValidates(uri.getQueryParameters());
    BatchDraft draft =
        reader.read(
            BatchUpload.read(
                body == null ? new byte[0] : body,
                type == null ? MediaType.APPLICATION_JSON_TYPE : type,
                uri.getQueryParameters(),
                config.maxHosts()));
    if (onlyValidates) {
      return preview.of(draft).map(plan -> Response.ok(plan).build());
    }
    return desk.submit(draft, Caller.of(request).name(), key)
        .chain(directory::get)
        .map(
            batch ->
                Response.accepted(batch)
                    .location(URI.create("/api/v1/batches/" + batch.id()))
                    .build());
  }

  @GET
  public Uni<Page<BatchView>> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
    return directory.list(cursor, limit);
  }

  @GET
  @Path("/{id}")
  public Uni<BatchView.Detail> get(@PathParam("id") String id) {
    return directory.get(BatchId.of(id));
  }

  @GET
  @Path("/{id}/hosts")
  public Uni<Page<HostResult>> hosts(
      @PathParam("id") String id,
      @QueryParam("status") @Nullable String status,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return directory.hosts(BatchId.of(id), status, cursor, limit);
  }

  /** What became of each host, for a spreadsheet. */
  @GET
  @Path("/{id}/results.csv")
  @Produces("text/csv; charset=utf-8")
  public Uni<Response> results(@PathParam("id") String id) {
    BatchId batch = BatchId.of(id);
    return directory
        .results(batch)
        .map(
            hosts ->
                file("batch-" + batch + ".csv", ResultsCsv.of(hosts), Template.CSV.mediaType()));
  }

  /** A file to begin with. */
  @GET
  @Path("/templates/{format}")
  @Produces(MediaType.WILDCARD)
  public Response template(@PathParam("format") String format) {
    Template template = Template.of(format);
    return file(template.fileName(), template.text(), template.mediaType());
  }

  /** What the batch tells, as Server-Sent Events; with {@code Last-Event-ID} what followed that one. */
  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id, @HeaderParam("Last-Event-ID") @Nullable String last, Sse sse) {
    BatchId batch = BatchId.of(id);
    long after = EventFeed.sequence(last);
    // Here and not in the stream, whose failures come too late for a status.
    directory.ended(batch).await().atMost(PATIENCE);
    return feed.after(batch, after).map(told -> told.event(sse));
  }

  private static Response file(String name, String text, String mediaType) {
    return Response.ok(text, mediaType)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .build();
  }
}
