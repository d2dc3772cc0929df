package dev.iris.notifier.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.throttle.RateLimit;
import dev.iris.vault.Secret;
import dev.iris.vault.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Channels as the alert path sees them: read from their rows each time, so that what one replica stored counts in all of them at
 * once.
 */
@ApplicationScoped
public class ChannelDirectory {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLUMNS =
      "id, type, name, enabled, default_audience, settings, per_second, per_hour";

  private final SecretBox box;

  ChannelDirectory(SecretBox box) {
    this.box = box;
  }

  /** A channel with its secrets opened. */
  public record Opened(Channel channel, Secrets secrets) {}

  /** The enabled ones, by id. */
  public Uni<List<Channel>> enabled(SqlClient sql) {
    return sql.preparedQuery("select " + COLUMNS + " from channel where enabled order by id")
        .execute()
        .map(rows -> stream(rows).map(ChannelDirectory::channel).toList());
  }

  /** One channel, enabled or not. */
  public Uni<Optional<Opened>> open(SqlClient sql, String id) {
    return sql.preparedQuery("select " + COLUMNS + " from channel where id = $1")
        .execute(Tuple.of(id))
        .map(rows -> stream(rows).map(ChannelDirectory::channel).findFirst())
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : secrets(sql, id)
                        .map(secrets -> Optional.of(new Opened(found.get(), secrets))));
  }

  private Uni<Secrets> secrets(SqlClient sql, String id) {
    return sql.preparedQuery(
            "select field, kek_id, wrapped_key, sealed from channel_secret where channel_id = $1")
        .execute(Tuple.of(id))
        .map(rows -> new Secrets(opened(id, rows)));
  }

  private Map<String, Secret> opened(String id, RowSet<Row> rows) {
    Map<String, Secret> secrets = new HashMap<>();
    for (Row row : rows) {
      SecretBox.Sealed sealed =
          new SecretBox.Sealed(
              row.getString("kek_id"),
              row.getBuffer("wrapped_key").getBytes(),
              row.getBuffer("sealed").getBytes());
      secrets.put(row.getString("field"), box.open(id, row.getString("field"), sealed));
    }
    return secrets;
  }

  private static Channel channel(Row row) {
    return new Channel(
        row.getString("id"),
        row.getString("type"),
        row.getString("name"),
        row.getBoolean("enabled"),
        row.getBoolean("default_audience"),
        settings(row.getString("settings")),
        new RateLimit(row.getDouble("per_second"), row.getInteger("per_hour")));
  }

  static ObjectNode settings(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored settings are not JSON", e);
    }
  }

  private static Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }
}
