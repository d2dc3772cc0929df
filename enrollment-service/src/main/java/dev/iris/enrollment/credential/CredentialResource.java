package dev.iris.enrollment.credential;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.outbox.Transactions;
import dev.iris.web.Cursor;
import dev.iris.web.IrisProblem;
import dev.iris.web.JsonFields;
import dev.iris.web.Limit;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Credentials for those who run Iris. Secrets go in and never come out. */
@Path("/api/v1/credentials")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class CredentialResource {

  private static final int LONGEST_NAME = 100;
  private static final UUID FIRST = new UUID(0, 0);

  private final Credentials credentials;
  private final Transactions transactions;
  private final Pool pool;

  CredentialResource(Credentials credentials, Transactions transactions, Pool pool) {
    this.credentials = credentials;
    this.transactions = transactions;
    this.pool = pool;
  }

  /** What a request says. */
  private record Wanted(String name, GivenLogin login, Uses uses) {}

  @GET
  public Uni<Page<CredentialView>> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    int size = Limit.parse(limit);
    List<String> after = cursor == null ? List.of("", FIRST.toString()) : Cursor.decode(cursor, 2);
    UUID id = Cursor.parse(after.get(1), UUID::fromString);
    return CredentialRows.page(pool, after.getFirst(), id, size + 1)
        .map(
            found ->
                Page.of(found, size, last -> Cursor.encode(last.name(), last.id().toString()))
                    .map(CredentialView::of));
  }

  @GET
  @Path("/{id}")
  public Uni<CredentialView> get(@PathParam("id") String id) {
    return view(pool, id(id));
  }

  @POST
  @Cancellable(false)
  public Uni<RestResponse<CredentialView>> create(@Nullable JsonNode body) {
    Wanted wanted = read(body, Set.of(), Optional.empty());
    CredentialId id = CredentialId.next();
    return transactions
        .run(
            transaction ->
                credentials
                    .insert(
                        transaction.sql(),
                        id,
                        Credentials.Owner.NOBODY,
                        wanted.name(),
                        wanted.login().user(),
                        wanted.uses())
                    .chain(() -> credentials.store(transaction.sql(), id, wanted.login()))
                    .chain(() -> view(transaction.sql(), id)))
        .map(
            view ->
                RestResponse.ResponseBuilder.<CredentialView>created(
                        URI.create("/api/v1/credentials/" + id))
                    .entity(view)
                    .build());
  }

  /** Replaces a credential; a secret that is left out stays, null removes it. */
  @PUT
  @Path("/{id}")
  @Cancellable(false)
  public Uni<CredentialView> replace(@PathParam("id") String id, @Nullable JsonNode body) {
    JsonFields.of(body);
    CredentialId credential = id(id);
    return transactions.run(
        transaction ->
            find(transaction.sql(), credential)
                .map(present -> read(body, set(present), Optional.of(present.uses())))
                .chain(wanted -> update(transaction.sql(), credential, wanted))
                .chain(() -> view(transaction.sql(), credential)));
  }

  @DELETE
  @Path("/{id}")
  @Cancellable(false)
  public Uni<Void> delete(@PathParam("id") String id) {
    return pool.preparedQuery(
            "delete from credential where id = $1 and enrollment_id is null and batch_id is null")
        .execute(Tuple.of(id(id).value()))
        .invoke(
            rows -> {
              if (rows.rowCount() == 0) {
                throw notFound();
              }
            })
        .replaceWithVoid();
  }

  private Uni<Void> update(SqlClient sql, CredentialId id, Wanted wanted) {
    return sql.preparedQuery(
            "update credential set name = $2, login_user = $3, networks = $4, ports = $5, updated_at = $6 where id = $1")
        .execute(
            Tuple.tuple()
                .addUUID(id.value())
                .addString(wanted.name())
                .addString(wanted.login().user())
                .addArrayOfString(wanted.uses().networks().toArray(String[]::new))
                .addArrayOfInteger(wanted.uses().ports().toArray(Integer[]::new))
                .addOffsetDateTime(credentials.now()))
        .chain(() -> credentials.store(sql, id, wanted.login()));
  }

  private static Wanted read(
      @Nullable JsonNode body, Set<SecretField> present, Optional<Uses> before) {
    JsonFields fields = JsonFields.of(body);
    String name = fields.requiredText("name", LONGEST_NAME);
    GivenLogin login = GivenLogin.read(fields, present);
    Uses uses = Uses.read(fields.object("uses"));
    if (before.isPresent() && !before.get().equals(uses)) {
      // Or whoever may edit a credential could have its secrets sent to a host of theirs.
      present.forEach(
          kept ->
              fields.require(
                  login.secrets().containsKey(kept),
                  kept.text(),
                  "must be given again, or removed with null: uses changed"));
    }
    fields.throwIfAnyFault();
    return new Wanted(name == null ? "" : name, login, uses);
  }

  private static Set<SecretField> set(Credential present) {
    return Arrays.stream(SecretField.values())
        .filter(field -> present.secrets().containsKey(field.text()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(SecretField.class)));
  }

  private static Uni<Credential> find(SqlClient sql, CredentialId id) {
    return CredentialRows.find(sql, id)
        .map(found -> found.orElseThrow(CredentialResource::notFound));
  }

  private static Uni<CredentialView> view(SqlClient sql, CredentialId id) {
    return find(sql, id).map(CredentialView::of);
  }

  private static CredentialId id(String text) {
    try {
      return new CredentialId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  private static IrisProblem notFound() {
    return IrisProblem.notFound("credential-not-found", "There is no credential with this id.");
  }
}
