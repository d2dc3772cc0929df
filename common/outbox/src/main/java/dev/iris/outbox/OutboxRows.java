package dev.iris.outbox;

import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.Ids;
import io.opentelemetry.context.Context;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events as rows of the outbox, for a caller that writes them in one statement with its own rows:
 *
 * <pre>{@code
 * with mine as (insert into intake (id, body) values ($1, $2)) <insertSql(3)>
 * }</pre>
 *
 * run by {@link Transactions#runStatement} with {@code rows.appendTo(Tuple.of(id, body))}. All others use
 * {@link Transaction#publish}.
 */
public final class OutboxRows {

  /** Additive changes of events keep it (design of the event contracts). */
  private static final int EVENT_VERSION = 1;

  private final List<Envelope> envelopes;

  private OutboxRows(List<Envelope> envelopes) {
    this.envelopes = List.copyOf(envelopes);
  }

  /** Rows for these events, of now and of the trace that runs now where an event names none of its own. */
  public static OutboxRows of(List<SequencedEvent> events) {
    return of(events, Context.current());
  }

  /** Rows of several groups in one, for a caller that commits the work of several requests together. */
  public static OutboxRows join(List<OutboxRows> groups) {
    return new OutboxRows(groups.stream().flatMap(rows -> rows.envelopes.stream()).toList());
  }

  /** Rows for these events, of now and of that trace. */
  public static OutboxRows of(List<SequencedEvent> events, Context trace) {
    @Nullable String traceparent = TraceContext.capture(trace);
    Instant now = Instant.now();
    return new OutboxRows(
        events.stream()
            .map(
                event -> {
                  Context own = event.trace();
                  return envelope(
                      event, now, own == null ? traceparent : TraceContext.capture(own));
                })
            .toList());
  }

  private static Envelope envelope(
      SequencedEvent event, Instant now, @Nullable String traceparent) {
    return new Envelope(
        Ids.next(), EVENT_VERSION, now, event.sequence(), traceparent, event.event());
  }

  /** How many. */
  public int size() {
    return envelopes.size();
  }

  /** The ids that the events travel with. */
  public List<UUID> eventIds() {
    return envelopes.stream().map(Envelope::eventId).toList();
  }

  /**
   * The insert, with {@link #PARAMETERS} parameters.
   *
   * @param firstParameter the number of the first of them: how many parameters come before, plus one
   */
  public static String insertSql(int firstParameter) {
    return "insert into outbox (event_id, stream, payload, traceparent)"
        + " select * from unnest($%d::uuid[], $%d::text[], $%d::text[], $%d::text[])"
            .formatted(firstParameter, firstParameter + 1, firstParameter + 2, firstParameter + 3);
  }

  /** How many parameters {@link #insertSql} has. */
  public static final int PARAMETERS = 4;

  /** Appends the values of {@link #insertSql}'s parameters. */
  public Tuple appendTo(Tuple values) {
    values.addArrayOfUUID(envelopes.stream().map(Envelope::eventId).toArray(UUID[]::new));
    values.addArrayOfString(envelopes.stream().map(Envelope::stream).toArray(String[]::new));
    values.addArrayOfString(envelopes.stream().map(EventJson::write).toArray(String[]::new));
    values.addArrayOfString(envelopes.stream().map(Envelope::traceparent).toArray(String[]::new));
    return values;
  }
}
