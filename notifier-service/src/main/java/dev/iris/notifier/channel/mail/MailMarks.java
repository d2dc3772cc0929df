package dev.iris.notifier.channel.mail;

import dev.iris.notifier.rendering.AlertLine;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.Report;
import dev.iris.notifier.rendering.StormBriefing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Headers by which a program can read what a mail tells (docs/api.md). */
final class MailMarks {

  /** So many ids fit on one line of a mail's head, which has 998 characters. */
  private static final int MAX_IDS = 24;

  private MailMarks() {}

  /** Of a mail for one notification. */
  static Map<String, String> of(Briefing briefing) {
    Map<String, String> marks = new LinkedHashMap<>();
    marks.put("X-Iris-Notification", briefing.notificationId().toString());
    marks.put("X-Iris-News", Integer.toString(briefing.all()));
    marks.put(
        "X-Iris-Transitions",
        ids(briefing.lines().stream().map(AlertLine::transitionId).limit(MAX_IDS).toList()));
    return marks;
  }

  /** Of a confirmation, which holds no news of alerts. */
  static Map<String, String> of(Report report) {
    Map<String, String> marks = new LinkedHashMap<>();
    marks.put("X-Iris-Notification", report.id().toString());
    marks.put("X-Iris-News", "0");
    return marks;
  }

  /** Of a mail that tells many. */
  static Map<String, String> of(UUID messageId, StormBriefing briefing) {
    Map<String, String> marks = new LinkedHashMap<>();
    marks.put("X-Iris-Storm", briefing.stormId().toString());
    marks.put("X-Iris-Message", messageId.toString());
    marks.put("X-Iris-News", Integer.toString(briefing.news().all()));
    marks.put("X-Iris-Notification-Count", Integer.toString(briefing.notifications().size()));
    if (briefing.notifications().size() <= MAX_IDS) {
      marks.put("X-Iris-Notifications", ids(briefing.notifications()));
    }
    return marks;
  }

  private static String ids(List<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(","));
  }
}
