package dev.iris.enrollment;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;

/** What tests of the running enrollment service share: its databases, and ways to look into them. */
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "enrollment"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(VaultResource.class)
public abstract class EnrollmentScene {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject protected Pool pool;

  /** Runs a statement. */
  protected RowSet<Row> sql(String text, Object... values) {
    return pool.preparedQuery(text).execute(Tuple.from(values)).await().atMost(PATIENCE);
  }

  /** The one number that a query gives. */
  protected long count(String query, Object... values) {
    return sql(query, values).iterator().next().getLong(0);
  }
}
