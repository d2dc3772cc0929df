package dev.iris.notifier.rendering;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a message says that tells many notifications of one audience at once.
 *
 * @param stormId the same for all messages of the storm
 * @param since when the storm began
 * @param audience who is told, for people
 * @param notifications which ones this message tells, at least one
 * @param news what they hold
 * @param before what earlier messages of the storm told
 * @param gravest the gravest of what they hold, the gravest first, at least one
 * @param link one page with all of it
 */
public record StormBriefing(
    UUID stormId,
    Instant since,
    String audience,
    List<UUID> notifications,
    NewsCount news,
    NewsCount before,
    List<AlertLine> gravest,
    Optional<URI> link) {

  public StormBriefing {
    notifications = List.copyOf(notifications);
    gravest = List.copyOf(gravest);
  }

  /** Whether it is good news only. */
  public boolean allResolved() {
    return news.resolved() == news.all();
  }

  /** The gravest of what is not over, or of what is over if all is. */
  public Gravity gravity() {
    return gravest.getFirst().gravity();
  }

  /** How bad: {@code STORM · 2 CRITICAL · 40 WARNING · 7 RESOLVED}. */
  public String status() {
    List<String> parts = new ArrayList<>(List.of("STORM"));
    parts.addAll(news.marks());
    return String.join(" · ", parts);
  }

  /** The gravest, so that it is seen at once, and how much more there is. */
  public String headline() {
    String first = gravest.getFirst().title();
    return news.all() == 1 ? first : first + " and " + (news.all() - 1) + " more";
  }

  /** For whom and since when. */
  public String timing(TimeStyle times) {
    return "for " + audience + " · storm since " + times.at(since);
  }

  /** What this message tells: {@code 49 news: 40 opened, 2 reopened, 7 resolved}. */
  public String now() {
    return sentence(news);
  }

  /** What the storm was about up to and with this message. */
  public String sinceItBegan() {
    return sentence(before.plus(news));
  }

  /** How many are left out if so many are listed. */
  public int beyond(int listed) {
    return news.all() - listed;
  }

  private static String sentence(NewsCount count) {
    return count.all() + " news: " + String.join(", ", count.transitions());
  }
}
