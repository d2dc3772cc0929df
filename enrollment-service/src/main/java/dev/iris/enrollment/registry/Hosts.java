package dev.iris.enrollment.registry;

import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The registry of hosts. Every change of a host is told, whole, in the transaction that makes it. */
@ApplicationScoped
public class Hosts {

  private static final String SELECT = "select " + HostRows.COLUMNS + " from host ";

  private static final String INSERT =
      """
      insert into host (id, address, port, hostname, transport, state, labels, enrolled_by, sequence, created_at, updated_at)
      values ($1, $2, $3, $4, $5, 'new', $6, $8, 1, $7, $7)
      on conflict on constraint host_once do nothing returning\s"""
          + HostRows.COLUMNS;

  private static final String PIN =
      """
      insert into host_key (host_id, fingerprint, algorithm, public_key, approved_by, approved_how, approved_at)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing""";

  private final InstantSource clock;

  Hosts(InstantSource clock) {
    this.clock = clock;
  }

  /** The host that is logged in to there. */
  public Uni<Optional<Host>> at(SqlClient sql, String address, int port) {
    return sql.preparedQuery(SELECT + "where address = $1 and port = $2")
        .execute(Tuple.of(address, port))
        .map(rows -> HostRows.hosts(rows).stream().findFirst());
  }

  /** The host with this id. */
  public Uni<Optional<Host>> find(SqlClient sql, HostId id) {
    return sql.preparedQuery(SELECT + "where id = $1")
        .execute(Tuple.of(id.value()))
        .map(rows -> HostRows.hosts(rows).stream().findFirst());
  }

  /** The host at that address and port; if there is none yet, a new one with that name and those labels. */
  public Uni<Host> admit(Transaction transaction, NewHost host) {
    return transaction
        .sql()
        .preparedQuery(INSERT)
        .execute(
            Tuple.from(
                List.of(
                    HostId.next().value(),
                    host.address(),
                    host.port(),
                    host.hostname(),
                    host.transport(),
                    HostRows.json(host.labels()),
                    now().atOffset(ZoneOffset.UTC),
                    host.by())))
        .chain(
            rows ->
                rows.size() == 0
                    ? at(transaction.sql(), host.address(), host.port()).map(Optional::orElseThrow)
                    : told(transaction, HostRows.hosts(rows).getFirst()));
  }

  /**
   * What became of a host.
   *
   * @param before as it was
   * @param after as it is; the same if nothing changed
   */
  public record Change(Host before, Host after) {

    /** Whether anything is otherwise. */
    boolean any() {
      return after.sequence() != before.sequence();
    }
  }

  /** Changes a host, whose row is locked from then on, and tells of it; nothing happens if it stays the same. */
  public Uni<Optional<Change>> change(
      Transaction transaction, HostId id, BiFunction<Host, Instant, Host> change) {
    return transaction
        .sql()
        .preparedQuery(SELECT + "where id = $1 for update")
        .execute(Tuple.of(id.value()))
        .map(rows -> HostRows.hosts(rows).stream().findFirst())
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : store(transaction, found.get(), change.apply(found.get(), now()))
                        .map(Optional::of));
  }

  private Uni<Change> store(Transaction transaction, Host before, Host after) {
    Change change = new Change(before, after);
    return !change.any()
        ? Uni.createFrom().item(change)
        : transaction
            .sql()
            .preparedQuery(HostRows.UPDATE)
            .execute(HostRows.values(after))
            .chain(() -> told(transaction, after))
            .replaceWith(change);
  }

  /** The keys that a host may show, the oldest first. */
  public Uni<List<PinnedKey>> keys(SqlClient sql, HostId id) {
    return sql.preparedQuery(
            "select * from host_key where host_id = $1 order by approved_at, fingerprint")
        .execute(Tuple.of(id.value()))
        .map(HostRows::keys);
  }

  /** Lets a host show a key from now on. */
  public Uni<Void> pin(SqlClient sql, HostId id, PinnedKey key) {
    return sql.preparedQuery(PIN)
        .execute(
            Tuple.from(
                List.of(
                    id.value(),
                    key.fingerprint(),
                    key.algorithm(),
                    key.publicKey(),
                    key.approvedBy(),
                    key.approvedHow(),
                    key.approvedAt().atOffset(ZoneOffset.UTC))))
        .replaceWithVoid();
  }

  /** Lets a host show this key no more; false if it could not. */
  Uni<Boolean> forgetKey(SqlClient sql, HostId id, String fingerprint) {
    return sql.preparedQuery("delete from host_key where host_id = $1 and fingerprint = $2")
        .execute(Tuple.of(id.value(), fingerprint))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Lets a host show none of its keys any more: at its address there may be another one next. */
  Uni<Void> forgetKeys(SqlClient sql, HostId id) {
    return sql.preparedQuery("delete from host_key where host_id = $1")
        .execute(Tuple.of(id.value()))
        .replaceWithVoid();
  }

  private static Uni<Host> told(Transaction transaction, Host host) {
    return transaction.publish(host.changed(), host.sequence()).replaceWith(host);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
