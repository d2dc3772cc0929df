package dev.iris.notifier.channel.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where channels may send by HTTP, and how patient they are. */
@ConfigMapping(prefix = "iris.notifier")
interface HttpConfig {

  /** Networks (CIDR) that channels may reach though they are not public, such as an on-premises chat server's. */
  @WithName("allow-networks")
  Optional<List<String>> allowNetworks();

  /** Whether those networks may be reached without TLS. */
  @WithName("allow-plain-http")
  @WithDefault("false")
  boolean allowPlainHttp();

  /** Local mode: where the inbox is. Its address may be reached without TLS. */
  @WithName("local-inbox-url")
  Optional<URI> localInboxUrl();

  /** How long a request may take. */
  Http http();

  /** Limits of one request. */
  interface Http {

    /** For the connection, TLS included. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** For everything. Must be shorter than the dispatcher's lease. */
    @WithDefault("10s")
    Duration totalTimeout();

    /** The longest pause that a Retry-After can ask for. */
    @WithDefault("15m")
    Duration maxRetryAfter();
  }
}
