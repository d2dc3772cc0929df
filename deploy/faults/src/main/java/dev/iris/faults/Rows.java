package dev.iris.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Iris believes that it told, from its own rows: to be compared with what arrived. */
final class Rows {

  private static final String BELIEVED =
      """
      select t.kind, s.fingerprint, e.started_at, t.id as transition_id, n.id as notification_id, d.id as delivery_id,
        d.channel_type, d.recipient, d.status, d.error_code
      from incident.transition t
      join incident.episode e on e.id = t.episode_id
      join incident.series s on s.id = e.series_id
      left join incident.notification_item ni on ni.transition_id = t.id
      left join incident.notification n on n.id = ni.notification_id
      left join incident.delivery d on d.notification_id = n.id
      where s.source = 'faults' and t.kind in ('opened', 'reopened', 'resolved')
      """;

  private static final String HISTORY =
      """
      select o.received_at, i.taken_at, o.outcome, o.reason, t.kind, o.intake_id,
        (select json_agg(json_build_array(a ->> 'status', a -> 'annotations' ->> 'summary', a ->> 'startsAt'))
          from json_array_elements(convert_from(i.body, 'UTF8')::json -> 'alerts') a
          where a ->> 'fingerprint' = s.fingerprint) as said
      from incident.occurrence o
      join incident.series s on s.id = o.series_id
      join incident.intake i on i.id = o.intake_id
      left join incident.transition t on t.id = o.transition_id
      where s.fingerprint = ? and s.source = 'faults' order by i.taken_at
      """;

  private Rows() {}

  /** All that Iris heard of a series, in the order in which it took it up: for whoever looks for a loss. */
  static List<String> history(Path data, int series) {
    try (Connection connection = connect(data);
        PreparedStatement statement = connection.prepareStatement(HISTORY)) {
      statement.setString(1, Webhook.fingerprint(series));
      List<String> history = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          history.add(
              "received %s taken up %s: %s %s %s %s %s"
                  .formatted(
                      rows.getTimestamp("received_at").toInstant(),
                      rows.getTimestamp("taken_at").toInstant(),
                      text(rows, "said"),
                      text(rows, "outcome"),
                      text(rows, "reason"),
                      text(rows, "kind"),
                      text(rows, "intake_id")));
        }
      }
      return history;
    } catch (SQLException e) {
      return List.of("its rows cannot be read: " + e.getMessage());
    }
  }

  /**
   * One piece of news on its way to one recipient; without a delivery where none was planned.
   *
   * @param place the channel, and for mail the address
   * @param status as the ledger counts it: pending, accepted, failed
   */
  record Believed(
      News news,
      String transitionId,
      @Nullable String deliveryId,
      String place,
      String status,
      String errorCode) {

    boolean isAccepted() {
      return status.equals("accepted");
    }
  }

  /** All of it. */
  static List<Believed> read(Path data, Sent sent) {
    try (Connection connection = connect(data);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(BELIEVED)) {
      List<Believed> believed = new ArrayList<>();
      while (rows.next()) {
        believed.add(believed(rows, sent));
      }
      return believed;
    } catch (SQLException e) {
      throw new IllegalStateException("Iris' rows cannot be read", e);
    }
  }

  private static Believed believed(ResultSet row, Sent sent) throws SQLException {
    int series = Integer.parseInt(row.getString("fingerprint").substring(2), 16);
    Instant startedAt = row.getTimestamp("started_at").toInstant();
    News news =
        new News(
            series,
            sent.periodOf(series, startedAt),
            News.Kind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT)));
    return new Believed(
        news,
        row.getString("transition_id"),
        row.getString("delivery_id"),
        place(text(row, "channel_type"), text(row, "recipient")),
        text(row, "status"),
        text(row, "error_code"));
  }

  private static String place(String type, String recipient) {
    return type.equals("mail") ? "mail to " + recipient : type;
  }

  private static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  static Connection connect(Path data) throws SQLException {
    return DriverManager.getConnection(jdbc(data));
  }

  /** What the launcher leaves for psql, as JDBC has it. */
  private static String jdbc(Path data) {
    try {
      String url = Files.readString(data.resolve("secrets/postgresql-url")).strip();
      java.net.URI uri = java.net.URI.create(url);
      String[] login = uri.getUserInfo().split(":", 2);
      return "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
          .formatted(uri.getHost(), uri.getPort(), uri.getPath(), login[0], login[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
