package dev.iris.incident.sql;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/** Reads several things as they were at one moment. */
@ApplicationScoped
public class Snapshots {

  private static final String BEGIN = "begin isolation level repeatable read read only";

  private final Pool pool;

  Snapshots(Pool pool) {
    this.pool = pool;
  }

  /** Runs the body on a connection on which all statements see the same snapshot. */
  public <T> Uni<T> read(Function<SqlConnection, Uni<T>> body) {
    return pool.withConnection(
        sql ->
            sql.query(BEGIN)
                .execute()
                .chain(() -> body.apply(sql))
                .onTermination()
                .call(() -> sql.query("rollback").execute().onFailure().recoverWithNull()));
  }
}
