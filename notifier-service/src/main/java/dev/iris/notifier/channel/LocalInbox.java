package dev.iris.notifier.channel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.throttle.RateLimit;
import dev.iris.vault.Secret;
import dev.iris.vault.SecretBox;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;

/**
 * Local mode: with no channel configured, notifications go to the launcher's inbox over real HTTP and SMTP. The channels are made
 * once, by one replica; at each start those that nobody edited are pointed to where the inbox is now, as its ports change.
 */
@ApplicationScoped
class LocalInbox {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** It is on this machine. */
  private static final RateLimit LIMIT = RateLimit.UNLIMITED;

  private static final int SIGNING_KEY_BYTES = 32;

  /** Any constant: replicas that start at once take turns by it. */
  private static final long TURN = 0x49726973_494E4258L;

  private static final String TAKE_TURN = "select pg_advisory_xact_lock($1)";

  /** A statement of its own: one that waited for its turn would still see the table as it was before. */
  private static final String IS_EMPTY = "select not exists (select from channel) as empty";

  private static final String MAKE =
      """
      insert into channel (id, type, name, enabled, default_audience, settings, per_second, per_hour, local_inbox, updated_at)
      values ($1, $2, $3, true, true, $4, $5, $6, true, $7)""";

  private static final String POINT =
      "update channel set settings = $2, version = version + 1, updated_at = $3 where id = $1 and local_inbox and settings <> $2";

  private static final String SEAL =
      """
      insert into channel_secret (channel_id, field, kek_id, wrapped_key, sealed, updated_at)
      select $1, $2, $3, $4, $5, $6 where exists (select from channel where id = $1 and local_inbox)
      on conflict (channel_id, field) do update set kek_id = excluded.kek_id, wrapped_key = excluded.wrapped_key,
        sealed = excluded.sealed, updated_at = excluded.updated_at""";

  private final LocalInboxConfig config;
  private final Pool pool;
  private final SecretBox box;
  private final InstantSource clock;

  LocalInbox(LocalInboxConfig config, Pool pool, SecretBox box, InstantSource clock) {
    this.config = config;
    this.pool = pool;
    this.box = box;
    this.clock = clock;
  }

  /** Before streams are read, or the first notification would find no channel. */
  void makeChannels(@Observes @Priority(20) StartupEvent start) {
    if (config.localInboxUrl().isPresent() && config.localInboxSmtp().isPresent()) {
      ensure(config.localInboxUrl().get(), config.localInboxSmtp().get()).await().atMost(PATIENCE);
    }
  }

  private Uni<Void> ensure(URI inbox, String smtp) {
    Map<String, ObjectNode> settings =
        Map.of(
            "teams",
            object(),
            "mail",
            mail(smtp),
            "webhook",
            object().put("url", inbox + "/inbox/sink/webhook/default"));
    return pool.withTransaction(
        sql ->
            sql.preparedQuery(TAKE_TURN)
                .execute(Tuple.of(TURN))
                .chain(() -> sql.preparedQuery(IS_EMPTY).execute())
                .chain(
                    rows ->
                        rows.iterator().next().getBoolean("empty")
                            ? make(sql, settings)
                            : point(sql, settings))
                .chain(
                    () ->
                        seal(
                            sql, "teams", "url", new Secret(inbox + "/inbox/sink/teams/default"))));
  }

  private Uni<Void> make(SqlClient sql, Map<String, ObjectNode> settings) {
    return row(sql, "teams", "Teams (local inbox)", settings)
        .chain(() -> row(sql, "mail", "Mail (local inbox)", settings))
        .chain(() -> row(sql, "webhook", "Webhook (local inbox)", settings))
        .chain(() -> seal(sql, "webhook", "signingSecret", signingSecret()));
  }

  private Uni<Void> row(SqlClient sql, String type, String name, Map<String, ObjectNode> settings) {
    String json = String.valueOf(settings.get(type));
    Tuple values = Tuple.tuple().addString(type).addString(type).addString(name).addString(json);
    values.addDouble(LIMIT.perSecond()).addInteger(LIMIT.perHour()).addOffsetDateTime(now());
    return sql.preparedQuery(MAKE).execute(values).replaceWithVoid();
  }

  private Uni<Void> point(SqlClient sql, Map<String, ObjectNode> settings) {
    return sql.preparedQuery(POINT)
        .execute(Tuple.of("mail", String.valueOf(settings.get("mail")), now()))
        .chain(
            () ->
                sql.preparedQuery(POINT)
                    .execute(Tuple.of("webhook", String.valueOf(settings.get("webhook")), now())))
        .replaceWithVoid();
  }

  private Uni<Void> seal(SqlClient sql, String channelId, String field, Secret secret) {
    SecretBox.Sealed sealed = box.seal(channelId, field, secret);
    Tuple values = Tuple.tuple().addString(channelId).addString(field).addString(sealed.kekId());
    values.addBuffer(Buffer.buffer(sealed.wrappedKey()));
    values.addBuffer(Buffer.buffer(sealed.sealed()));
    return sql.preparedQuery(SEAL).execute(values.addOffsetDateTime(now())).replaceWithVoid();
  }

  private static Secret signingSecret() {
    byte[] key = new byte[SIGNING_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new Secret("whsec_" + Base64.getEncoder().encodeToString(key));
  }

  private static ObjectNode mail(String smtp) {
    int colon = smtp.lastIndexOf(':');
    ObjectNode settings = object();
    settings
        .put("host", smtp.substring(0, colon))
        .put("port", Integer.parseInt(smtp.substring(colon + 1)));
    settings.put("security", "none").put("from", "iris@iris.localhost").put("fromName", "Iris");
    settings.putArray("recipients").add("operations@iris.localhost");
    return settings;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
