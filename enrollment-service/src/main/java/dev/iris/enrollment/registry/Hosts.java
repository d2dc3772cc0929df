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
import java.util.Map;
import java.util.Optional;

/** The registry of hosts. Every change of a host is told, whole, in the transaction that makes it. */
@ApplicationScoped
public class Hosts {

  private static final String SELECT = "select " + HostRows.COLUMNS + " from host ";

  private static final String INSERT =
      """
      insert into host (id, address, port, hostname, transport, state, labels, sequence, created_at, updated_at)
      values ($1, $2, $3, $4, $5, 'new', $6, 1, $7, $7)
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
                    now().atOffset(ZoneOffset.UTC))))
        .chain(
            rows ->
                rows.size() == 0
                    ? at(transaction.sql(), host.address(), host.port()).map(Optional::orElseThrow)
                    : told(transaction, HostRows.hosts(rows).getFirst()));
  }

  /** Gives a host other labels; nothing happens if they are the same. */
  Uni<Optional<Host>> relabel(Transaction transaction, HostId id, Relabelling labels) {
    return transaction
        .sql()
        .preparedQuery(SELECT + "where id = $1 for update")
        .execute(Tuple.of(id.value()))
        .map(rows -> HostRows.hosts(rows).stream().findFirst())
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().item(found)
                    : store(transaction, found.get(), labels.of(found.get().labels()))
                        .map(Optional::of));
  }

  /** What becomes of a host's labels. */
  @FunctionalInterface
  interface Relabelling {
    Map<String, String> of(Map<String, String> present);
  }

  private Uni<Host> store(Transaction transaction, Host host, Map<String, String> labels) {
    if (labels.equals(host.labels())) {
      return Uni.createFrom().item(host);
    }
    Host changed = host.relabelled(labels, now());
    return transaction
        .sql()
        .preparedQuery("update host set labels = $2, sequence = $3, updated_at = $4 where id = $1")
        .execute(
            Tuple.of(
                changed.id().value(),
                HostRows.json(changed.labels()),
                changed.sequence(),
                changed.updatedAt().atOffset(ZoneOffset.UTC)))
        .chain(() -> told(transaction, changed));
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

  private static Uni<Host> told(Transaction transaction, Host host) {
    return transaction.publish(host.changed(), host.sequence()).replaceWith(host);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
