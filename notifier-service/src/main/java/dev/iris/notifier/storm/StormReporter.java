package dev.iris.notifier.storm;

import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.rendering.AlertLine;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.Links;
import dev.iris.notifier.rendering.NewsCount;
import dev.iris.notifier.rendering.PlainText;
import dev.iris.notifier.rendering.Report;
import dev.iris.notifier.rendering.StormBriefing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes what a storm's message says. Of thousands of notifications it reads only the few gravest; the others are counted. */
@ApplicationScoped
public class StormReporter {

  /** What a person reads at a glance; the rest is counted and linked. */
  private static final int LISTED = 10;

  private static final int MAX_AUDIENCE = 120;

  private static final String CONTENTS =
      "select content from notification where id = any($1) order by gravity, id";

  private final Pool pool;
  private final URI publicUrl;

  StormReporter(Pool pool, @ConfigProperty(name = "iris.public-url") URI publicUrl) {
    this.pool = pool;
    this.publicUrl = publicUrl;
  }

  /**
   * A notification that the message covers.
   *
   * @param gravity of the gravest that it holds; the smaller the graver
   */
  public record Covered(UUID notificationId, int gravity, NewsCount news) {}

  /**
   * What the next message of a storm says.
   *
   * @param covered at least one
   */
  public Uni<StormBriefing> report(Storm storm, List<Covered> covered) {
    UUID[] gravest =
        covered.stream()
            .sorted(Comparator.comparing(Covered::gravity).thenComparing(Covered::notificationId))
            .limit(LISTED)
            .map(Covered::notificationId)
            .toArray(UUID[]::new);
    return pool.preparedQuery(CONTENTS)
        .execute(Tuple.tuple().addArrayOfUUID(gravest))
        .map(
            rows -> {
              List<Envelope> contents = new ArrayList<>();
              rows.forEach(row -> contents.add(EventJson.read(row.getString(0))));
              return briefing(storm, covered, contents);
            });
  }

  private StormBriefing briefing(Storm storm, List<Covered> covered, List<Envelope> contents) {
    Audience audience = audience(contents.getFirst());
    List<UUID> ids = covered.stream().map(Covered::notificationId).sorted().toList();
    return new StormBriefing(
        storm.id(),
        storm.beganAt(),
        PlainText.line(audience.name(), MAX_AUDIENCE),
        ids,
        covered.stream().map(Covered::news).reduce(NewsCount.NONE, NewsCount::plus),
        storm.told(),
        gravest(contents),
        link(audience.id(), ids));
  }

  private static Audience audience(Envelope content) {
    return content.event() instanceof NotificationRequested notification
        ? notification.audience()
        : Report.AUDIENCE;
  }

  private static Stream<AlertLine> lines(Envelope content) {
    return content.event() instanceof NotificationRequested notification
        ? Briefing.of(notification).lines().stream()
        : Report.of(content).map(Report::line).stream();
  }

  private static List<AlertLine> gravest(List<Envelope> contents) {
    return contents.stream()
        .flatMap(StormReporter::lines)
        .sorted(Comparator.comparing(AlertLine::resolved).thenComparing(AlertLine::gravity))
        .limit(LISTED)
        .toList();
  }

  /** Ids hold the time at which they were made (UUIDv7), and that is how the incident service finds them again. */
  private Optional<URI> link(String audienceId, List<UUID> ids) {
    if (audienceId.equals(Report.AUDIENCE.id())) {
      // No incidents are behind it.
      return Optional.empty();
    }
    String query =
        "/incidents?audience=%s&notifiedFrom=%s&notifiedTo=%s"
            .formatted(
                URLEncoder.encode(audienceId, StandardCharsets.UTF_8),
                madeAt(ids.getFirst()),
                madeAt(ids.getLast()).plusMillis(1));
    return Links.web(publicUrl.toString().replaceFirst("/$", "") + query);
  }

  private static Instant madeAt(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
