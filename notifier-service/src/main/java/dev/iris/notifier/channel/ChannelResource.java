package dev.iris.notifier.channel;

import dev.iris.notifier.channel.ChannelCheck.Checked;
import dev.iris.notifier.channel.ChannelCheck.Present;
import dev.iris.web.Cursor;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import dev.iris.web.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Channels for those who run Iris. Secrets go in and never come out. */
@Path("/api/v1/channels")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class ChannelResource {

  private final ChannelKinds kinds;
  private final ChannelRows rows;

  ChannelResource(ChannelKinds kinds, ChannelRows rows) {
    this.kinds = kinds;
    this.rows = rows;
  }

  @GET
  public Uni<Page<ChannelView>> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    int size = Limit.parse(limit);
    String after = cursor == null ? "" : Cursor.decode(cursor, 1).getFirst();
    return Panache.withSession(
        () ->
            rows.list(after, size + 1)
                .chain(
                    channels ->
                        rows.secrets(channels)
                            .map(
                                secrets ->
                                    Page.of(channels, size, channel -> Cursor.encode(channel.id))
                                        .map(channel -> ChannelView.of(channel, secrets, kinds)))));
  }

  @GET
  @Path("/{id}")
  public Uni<ChannelView> get(@PathParam("id") String id) {
    return Panache.withSession(
        () -> rows.find(id).map(ChannelResource::orNotFound).chain(this::view));
  }

  @PUT
  @Path("/{id}")
  @Cancellable(false)
  public Uni<ChannelView> put(@PathParam("id") String id, @Nullable ChannelRequest wanted) {
    if (wanted == null) {
      throw IrisProblem.badRequest("json-invalid", "The body is missing.");
    }
    return Panache.withTransaction(
        () ->
            rows.find(id)
                .chain(
                    found ->
                        present(found)
                            .map(present -> new ChannelCheck(kinds).check(id, wanted, present)))
                .chain(checked -> store(id, wanted, checked))
                .chain(this::view));
  }

  @DELETE
  @Path("/{id}")
  @Cancellable(false)
  public Uni<Void> delete(@PathParam("id") String id) {
    return Panache.withTransaction(
        () -> rows.find(id).map(ChannelResource::orNotFound).chain(rows::delete));
  }

  private Uni<ChannelEntity> store(String id, ChannelRequest wanted, Checked checked) {
    return rows.findOrNew(id)
        .invoke(
            channel -> {
              channel.type = checked.kind().type();
              channel.name = checked.name();
              channel.enabled = wanted.enabled() == null || wanted.enabled();
              channel.defaultAudience =
                  wanted.defaultAudience() != null && wanted.defaultAudience();
              channel.settings = checked.draft().settings().toString();
              channel.perSecond = checked.rateLimit().perSecond();
              channel.perHour = checked.rateLimit().perHour();
              channel.localInbox = false;
            })
        .chain(channel -> rows.store(channel, checked.draft().given()));
  }

  private Uni<Optional<Present>> present(Optional<ChannelEntity> found) {
    return found.isEmpty()
        ? Uni.createFrom().item(Optional.empty())
        : rows.secrets(List.of(found.get()))
            .map(secrets -> Optional.of(present(found.get(), secrets)));
  }

  private static Present present(ChannelEntity channel, List<ChannelSecretEntity> secrets) {
    return new Present(
        channel.type,
        ChannelDirectory.settings(channel.settings),
        secrets.stream().map(secret -> secret.field).collect(Collectors.toSet()));
  }

  private Uni<ChannelView> view(ChannelEntity channel) {
    return rows.secrets(List.of(channel)).map(secrets -> ChannelView.of(channel, secrets, kinds));
  }

  private static ChannelEntity orNotFound(Optional<ChannelEntity> found) {
    return found.orElseThrow(
        () -> IrisProblem.notFound("channel-not-found", "There is no channel with this id."));
  }
}
