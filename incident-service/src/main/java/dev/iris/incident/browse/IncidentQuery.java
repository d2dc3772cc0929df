package dev.iris.incident.browse;

import dev.iris.incident.http.Parameters;
import dev.iris.web.Cursor;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The conditions of a list, put together from those filters that are given. Values are parameters, always. */
final class IncidentQuery {

  private static final List<String> STATUSES =
      List.of("firing", "acknowledged", "stale", "resolved");
  private static final int MAX_TERMS = 8;
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String WORDS_MATCH =
      "cast(sql('(search_words @@ cast(? as tsquery))', :words) as boolean) = true";
  private static final String TOLD_BY =
      "cast(sql('(id in (select incident_id from notification_item where notification_id = ?))', :notification) as boolean)"
          + " = true";

  private static final String NOTIFIED =
      "cast(sql('(id in (select i.incident_id from notification_item i join notification n on n.id = i.notification_id"
          + " where n.audience_id = ? and n.id >= ? and n.id < ?))', :audience, :firstNotification, :lastNotification) as boolean)"
          + " = true";

  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  private IncidentQuery() {}

  static IncidentQuery of(IncidentFilters filters) {
    Parameters parameters = new Parameters();
    IncidentQuery query = new IncidentQuery();
    query.where("status = :status", "status", parameters.oneOf("status", filters.status, STATUSES));
    query.where(
        "alertName = :alertName", "alertName", parameters.text("alertName", filters.alertName));
    query.where("instance = :instance", "instance", parameters.text("instance", filters.instance));
    query.where(
        "severity = :severity", "severity", lower(parameters.text("severity", filters.severity)));
    query.where("service = :service", "service", parameters.text("service", filters.service));
    query.where(
        "serviceType = :serviceType",
        "serviceType",
        parameters.text("serviceType", filters.serviceType));
    Instant from = parameters.time("from", filters.from);
    Instant to = parameters.time("to", filters.to);
    if (from != null && to != null && from.isAfter(to)) {
      parameters.fault("from", "must not be after 'to'");
    }
    query.where("startsAt >= :from", "from", from);
    query.where("startsAt < :to", "to", to);
    query.where(TOLD_BY, "notification", parameters.id("notification", filters.notification));
    query.notified(filters, parameters);
    query.search(parameters.text("q", filters.q), parameters);
    parameters.check();
    query.after(filters.cursor);
    return query;
  }

  PanacheQuery<IncidentEntity> find() {
    String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions) + " ";
    return IncidentEntity.find(
        "from IncidentEntity " + where + "order by startsAt desc, id desc", values);
  }

  static String cursor(IncidentEntity last) {
    return Cursor.encode(last.startsAt.toString(), last.id.toString());
  }

  private void where(String condition, String name, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.put(name, value);
    }
  }

  /** Ids of notifications hold the time at which they were made (UUIDv7): their primary key finds them by it. */
  private void notified(IncidentFilters filters, Parameters parameters) {
    String audience = parameters.text("audience", filters.audience);
    Instant from = parameters.time("notifiedFrom", filters.notifiedFrom);
    Instant to = parameters.time("notifiedTo", filters.notifiedTo);
    if (audience == null && from == null && to == null) {
      return;
    }
    if (audience == null || from == null || to == null) {
      parameters.fault("audience", "must be given with notifiedFrom and notifiedTo, all or none");
      return;
    }
    where(NOTIFIED, "audience", audience);
    values.put("firstNotification", firstIdAt(from));
    values.put("lastNotification", firstIdAt(to));
  }

  private static UUID firstIdAt(Instant time) {
    return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
  }

  private void search(@Nullable String q, Parameters parameters) {
    if (q == null || q.isBlank()) {
      return;
    }
    List<String> words = SearchText.wordsOf(q);
    String[] terms = BLANKS.split(q.strip(), -1);
    if (words.isEmpty() || terms.length > MAX_TERMS) {
      parameters.fault("q", "must hold a letter or a digit, and at most " + MAX_TERMS + " words");
      return;
    }
    where(
        WORDS_MATCH,
        "words",
        String.join(" & ", words.stream().map(word -> "'" + word + "':*").toList()));
    for (int i = 0; i < terms.length; i++) {
      // 10.0.0.5 is four words to the index; that they stand in this order and with dots is seen in
      // the text.
      if (SearchText.wordsOf(terms[i]).size() != 1
          || !terms[i].codePoints().allMatch(Character::isLetterOrDigit)) {
        where(
            "searchText like :term" + i + " escape '!'", "term" + i, "%" + escaped(terms[i]) + "%");
      }
    }
  }

  private void after(@Nullable String cursor) {
    if (cursor != null && !cursor.isEmpty()) {
      List<String> parts = Cursor.decode(cursor, 2);
      conditions.add("(startsAt < :lastStartsAt or (startsAt = :lastStartsAt and id < :lastId))");
      values.put("lastStartsAt", Cursor.parse(parts.getFirst(), Parameters::instant));
      values.put("lastId", Cursor.parse(parts.getLast(), UUID::fromString));
    }
  }

  private static String escaped(String term) {
    return term.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
