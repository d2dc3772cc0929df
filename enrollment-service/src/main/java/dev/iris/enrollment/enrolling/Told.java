package dev.iris.enrollment.enrolling;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Something that a job or a batch told.
 *
 * @param sequence its place, by which whoever lost the stream goes on
 * @param data JSON
 */
public record Told(long sequence, String kind, String data) {

  /** Those in rows with {@code sequence}, {@code kind} and {@code data}. */
  public static List<Told> of(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> new Told(row.getLong("sequence"), row.getString("kind"), row.getString("data")))
        .toList();
  }

  /** The same as a Server-Sent Event. */
  public OutboundSseEvent event(Sse sse) {
    return sse.newEventBuilder().id(Long.toString(sequence)).name(kind).data(data).build();
  }
}
