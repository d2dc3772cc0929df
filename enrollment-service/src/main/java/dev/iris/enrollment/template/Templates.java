package dev.iris.enrollment.template;

import dev.iris.web.IrisProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Configs from the templates that are in force. Rendering runs on worker threads; what it cannot do is a problem for the caller. */
@ApplicationScoped
public class Templates {

  /** Not through a session: jobs ask for configs from threads that have no context for one. */
  private static final String NEWEST =
      "select distinct on (type) type, number, body from template_version order by type, number desc";

  private final Pool pool;
  private final Vertx vertx;
  private final Composer composer;

  Templates(Pool pool, Vertx vertx, TemplateConfig config) {
    this.pool = pool;
    this.vertx = vertx;
    composer = new Composer(config.limits());
  }

  /**
   * The config of a host that is to have these services, from the newest templates. From any thread.
   *
   * @param services at least one; {@code field} is their name in the caller's request
   * @return fails with {@link IrisProblem} 400 {@code request-invalid} for settings that are wrong, {@code template-invalid} for a
   *     template that does not make what Alloy would take of them
   */
  public Uni<RenderedConfig> config(
      TemplateHost host, List<@Nullable WantedService> services, String field) {
    SettingsReader reader = new SettingsReader();
    List<ReadyService> ready = reader.read(services, field);
    if (!reader.faults().isEmpty()) {
      return Uni.createFrom().failure(IrisProblem.badRequest(reader.faults()));
    }
    return inForce().chain(templates -> config(host, ready, templates));
  }

  /** The same with these templates. */
  Uni<RenderedConfig> config(
      TemplateHost host, List<ReadyService> services, Map<String, TemplateText> templates) {
    return work(() -> composer.config(host, services, templates));
  }

  /** Whether a template can be stored; fails as {@link #config} does. */
  Uni<Boolean> check(ServiceType type, String text) {
    return work(
        () -> {
          composer.check(type, text);
          return true;
        });
  }

  /** The template of each type that a new config is made of. */
  Uni<Map<String, TemplateText>> inForce() {
    return pool.query(NEWEST)
        .execute()
        .map(
            stored -> {
              Map<String, TemplateText> all = new HashMap<>();
              ServiceTypes.all()
                  .forEach(
                      type ->
                          all.put(type.type(), new TemplateText(0, ServiceTypes.builtIn(type))));
              stored.forEach(
                  version ->
                      all.put(
                          version.getString(0),
                          new TemplateText(version.getInteger(1), version.getString(2))));
              return all;
            });
  }

  private <T> Uni<T> work(Supplier<T> rendering) {
    return vertx
        .executeBlocking(rendering::get, false)
        .onFailure(UnusableTemplateException.class)
        .transform(refusal -> TemplateProblems.invalid(refusal.faults()));
  }
}
