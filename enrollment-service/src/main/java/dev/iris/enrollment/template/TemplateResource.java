package dev.iris.enrollment.template;

import dev.iris.enrollment.template.TemplateRequests.NewVersion;
import dev.iris.enrollment.template.TemplateRequests.TryAll;
import dev.iris.enrollment.template.TemplateRequests.TryOne;
import dev.iris.enrollment.template.TemplateViews.Full;
import dev.iris.enrollment.template.TemplateViews.Preview;
import dev.iris.enrollment.template.TemplateViews.Summary;
import dev.iris.enrollment.template.TemplateViews.Version;
import dev.iris.web.Cursor;
import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import dev.iris.web.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Templates for those who run Iris: what is in force, what was, what would come out. */
@Path("/api/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class TemplateResource {

  private static final int LONGEST_NOTE = 500;

  private final Templates templates;
  private final TemplateRows rows;
  private final InstantSource clock;

  TemplateResource(Templates templates, TemplateRows rows, InstantSource clock) {
    this.templates = templates;
    this.rows = rows;
    this.clock = clock;
  }

  @GET
  public Uni<Page<Summary>> list() {
    return Panache.withSession(rows::newest)
        .map(
            stored -> {
              Map<String, TemplateVersionEntity> newest =
                  stored.stream()
                      .collect(Collectors.toMap(version -> version.type, Function.identity()));
              return new Page<>(
                  ServiceTypes.all().stream()
                      .map(type -> Summary.of(type, newest.get(type.type())))
                      .toList(),
                  null);
            });
  }

  @GET
  @Path("/{type}")
  public Uni<Full> get(@PathParam("type") String type) {
    ServiceType known = known(type);
    return Panache.withSession(() -> rows.newest(known.type()))
        .map(newest -> Full.of(known, newest.orElse(null)));
  }

  @PUT
  @Path("/{type}")
  @Cancellable(false)
  public Uni<Full> put(@PathParam("type") String type, @Nullable NewVersion body) {
    ServiceType known = known(type);
    NewVersion wanted = TemplateRequests.present(body);
    String text = checked(wanted);
    int basedOn = wanted.basedOn() == null ? 0 : wanted.basedOn();
    String note = wanted.note() == null ? "" : wanted.note();
    return templates
        .check(known, text)
        .chain(
            checked ->
                Panache.withTransaction(
                    () ->
                        rows.add(known.type(), basedOn, text, note, now())
                            .chain(added -> added ? rows.newest(known.type()) : changed())))
        .map(newest -> Full.of(known, newest.orElse(null)));
  }

  @GET
  @Path("/{type}/versions")
  public Uni<Page<Version>> versions(
      @PathParam("type") String type,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    ServiceType known = known(type);
    int size = Limit.parse(limit);
    int before =
        cursor == null
            ? Integer.MAX_VALUE
            : Cursor.parse(Cursor.decode(cursor, 1).getFirst(), Integer::parseInt);
    return Panache.withSession(() -> rows.before(known.type(), before, size + 1))
        .map(
            stored -> {
              List<Version> all = new ArrayList<>(stored.stream().map(Version::of).toList());
              if (stored.size() <= size && before > 0) {
                all.add(Version.BUILT_IN);
              }
              return Page.of(
                  all, size, version -> Cursor.encode(String.valueOf(version.version())));
            });
  }

  @GET
  @Path("/{type}/versions/{number}")
  public Uni<Full> version(@PathParam("type") String type, @PathParam("number") String number) {
    ServiceType known = known(type);
    if (!number.matches("\\d{1,9}")) {
      throw TemplateProblems.versionUnknown();
    }
    int wanted = Integer.parseInt(number);
    if (wanted == 0) {
      return Uni.createFrom().item(Full.of(known, null));
    }
    return Panache.withSession(() -> rows.find(known.type(), wanted))
        .map(found -> Full.of(known, found.orElseThrow(TemplateProblems::versionUnknown)));
  }

  @POST
  @Path("/{type}/preview")
  @Cancellable(false)
  public Uni<Preview> preview(@PathParam("type") String type, @Nullable TryOne body) {
    ServiceType known = known(type);
    TryOne wanted = TemplateRequests.present(body);
    TemplateHost host = TemplateRequests.facts(wanted.host());
    SettingsReader reader = new SettingsReader();
    Optional<ReadyService> ready = reader.read(known, wanted.name(), wanted.settings(), "");
    if (ready.isEmpty()) {
      throw IrisProblem.badRequest(reader.faults());
    }
    String text = wanted.text();
    Uni<Map<String, TemplateText>> texts =
        text == null
            ? templates.inForce()
            : Uni.createFrom().item(Map.of(known.type(), new TemplateText(0, text)));
    return texts
        .chain(found -> templates.config(host, List.of(ready.get()), found))
        .map(Preview::of);
  }

  @POST
  @Path("/preview")
  @Cancellable(false)
  public Uni<Preview> previewAll(@Nullable TryAll body) {
    TryAll wanted = TemplateRequests.present(body);
    List<@Nullable WantedService> services =
        Objects.requireNonNullElseGet(wanted.services(), List::of);
    return templates
        .config(TemplateRequests.facts(wanted.host()), services, "services")
        .map(Preview::of);
  }

  private static String checked(NewVersion wanted) {
    List<FieldFault> faults = new ArrayList<>();
    String text = wanted.text();
    if (text == null) {
      faults.add(new FieldFault("text", "is missing"));
    }
    if (wanted.basedOn() == null || wanted.basedOn() < 0) {
      faults.add(new FieldFault("basedOn", "must be the number of the version that yours follows"));
    }
    String note = wanted.note() == null ? "" : wanted.note();
    if (note.length() > LONGEST_NOTE || !EnvironmentFile.isUsable(note)) {
      faults.add(
          new FieldFault("note", "must be a text of at most " + LONGEST_NOTE + " characters"));
    }
    if (text == null || !faults.isEmpty()) {
      throw IrisProblem.badRequest(faults);
    }
    return text;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static ServiceType known(String type) {
    return ServiceTypes.find(type).orElseThrow(TemplateProblems::typeUnknown);
  }

  private static Uni<Optional<TemplateVersionEntity>> changed() {
    return Uni.createFrom().failure(TemplateProblems.changed());
  }
}
