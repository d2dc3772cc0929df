package dev.iris.notifier.rendering;

import dev.iris.events.EnrollmentEvent.BatchCounts;
import dev.iris.events.EnrollmentEvent.BatchFinished;
import dev.iris.events.EnrollmentEvent.EnrolledHost;
import dev.iris.events.EnrollmentEvent.EnrollmentFinished;
import dev.iris.events.Envelope;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a message says that confirms work which somebody asked for: that hosts are enrolled, or which are not and what to do about
 * it. No alert: it opens and resolves nothing. All texts are {@link PlainText}.
 *
 * @param id of the notification
 * @param gravity {@link Gravity#INFO} if all went well
 * @param status in capitals, how it went
 * @param headline what it is about
 * @param about who asked for it, and details
 * @param troubles what did not go well, the first few
 * @param more how many did not go well beside these
 */
public record Report(
    UUID id,
    Gravity gravity,
    String status,
    String headline,
    String about,
    List<Trouble> troubles,
    int more,
    Instant at) {

  /** Who hears of it: the notifier's default audience. By an id of its own it is not mixed with alerts in a storm. */
  public static final Audience AUDIENCE = new Audience("enrollment", "Infrastructure", List.of());

  private static final int NAME = 120;
  private static final int CODE = 60;
  private static final int REMEDY = 240;

  public Report {
    troubles = List.copyOf(troubles);
  }

  /** One host that is not as it should be. */
  public record Trouble(String code, String host, String remedy) {

    private static Trouble of(EnrolledHost host) {
      String code = host.code() == null ? host.status() : host.code();
      return new Trouble(
          PlainText.line(code, CODE), name(host), PlainText.line(text(host.remedy()), REMEDY));
    }
  }

  /** The report that an event makes; empty if it is an event of another kind. */
  public static Optional<Report> of(Envelope envelope) {
    return switch (envelope.event()) {
      case EnrollmentFinished finished -> Optional.of(of(envelope, finished));
      case BatchFinished finished -> Optional.of(of(envelope, finished));
      default -> Optional.empty();
    };
  }

  /** Whether there is nothing to be done. */
  public boolean good() {
    return gravity == Gravity.INFO;
  }

  /** What it is called where there is room for one line only. */
  public String subject() {
    return "[" + status + "] " + headline;
  }

  /** Its line among others, where there is too much to tell one by one. */
  public AlertLine line() {
    return new AlertLine(
        id,
        gravity,
        status,
        Transition.OPENED,
        headline,
        null,
        null,
        at,
        null,
        null,
        about,
        null,
        Optional.empty(),
        Optional.empty());
  }

  private static Report of(Envelope envelope, EnrollmentFinished finished) {
    EnrolledHost host = finished.host();
    boolean good = host.status().equals("succeeded");
    boolean unproven = host.status().equals("unproven");
    return new Report(
        envelope.eventId(),
        good ? Gravity.INFO : Gravity.WARNING,
        good ? "ENROLLED" : unproven ? "UNPROVEN" : "ENROLMENT FAILED",
        name(host) + (good || unproven ? " is set up" : " could not be set up"),
        (finished.changed() ? "" : "nothing was changed · ") + askedBy(finished.requestedBy()),
        good ? List.of() : List.of(Trouble.of(host)),
        0,
        envelope.occurredAt());
  }

  private static Report of(Envelope envelope, BatchFinished finished) {
    BatchCounts counts = finished.counts();
    int bad = counts.failed() + counts.unproven();
    List<String> parts = new ArrayList<>();
    add(parts, counts.succeeded(), "succeeded");
    add(parts, counts.failed(), "failed");
    add(parts, counts.unproven(), "unproven");
    add(parts, counts.cancelled(), "cancelled");
    add(parts, counts.skipped(), "skipped");
    if (finished.run() > 1) {
      parts.add("run " + finished.run());
    }
    parts.add(askedBy(finished.requestedBy()));
    return new Report(
        envelope.eventId(),
        bad == 0 ? Gravity.INFO : Gravity.WARNING,
        finished.cancelled()
            ? "BATCH CANCELLED"
            : bad == 0 ? "BATCH ENROLLED" : "BATCH WITH FAILURES",
        (counts.succeeded() + counts.skipped()) + " of " + counts.all() + " hosts are set up",
        String.join(" · ", parts),
        finished.troubled().stream().map(Trouble::of).toList(),
        Math.max(0, bad - finished.troubled().size()),
        envelope.occurredAt());
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  private static String askedBy(String key) {
    return "asked for by " + PlainText.line(key, NAME);
  }

  private static String name(EnrolledHost host) {
    return PlainText.line(host.hostname() + " (" + host.address() + ")", NAME);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
