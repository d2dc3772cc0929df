package dev.iris.web.access;

import dev.iris.web.HttpProblems;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Puts the access policy in front of everything that the HTTP server serves, and refuses to start where it cannot hold. */
@ApplicationScoped
final class AccessFilter {

  private static final Logger LOG = Logger.getLogger(AccessFilter.class);

  /** Behind CORS (300), whose preflights carry no key, and before everything else. */
  private static final int PRIORITY = 290;

  private static final Duration KEY_FILE_INTERVAL = Duration.ofSeconds(1);

  private final AccessPolicy policy;

  AccessFilter(KeysConfig keys, @ConfigProperty(name = "quarkus.http.host") String host) {
    this.policy = keys.file().map(AccessFilter::keyed).orElseGet(() -> keyless(host));
  }

  void register(@Observes Filters filters) {
    filters.register(this::filter, PRIORITY);
  }

  private void filter(RoutingContext request) {
    var refusal = policy.refusal(request);
    if (refusal.isEmpty()) {
      request.next();
      return;
    }
    // The rest of the body is let in and dropped, or the connection could not be used again.
    request.request().resume();
    HttpProblems.end(request, refusal.get());
  }

  private static AccessPolicy keyed(Path file) {
    try {
      KeyRing ring = KeyRing.of(file, KEY_FILE_INTERVAL);
      LOG.infof("keys are on: %d in force", ring.size());
      return new KeyedPolicy(ring, OperationsTable.load());
    } catch (IOException e) {
      throw new ConfigurationException(
          "Iris cannot read the key file "
              + file
              + " (iris.keys.file). Create a key with ./iris keys create.",
          e);
    }
  }

  private static AccessPolicy keyless(String host) {
    if (!Loopback.isListeningHost(host)) {
      throw new ConfigurationException(
          "Iris has no keys and was told to listen on "
              + host
              + ", where others could reach it. Set iris.keys.file, or listen on 127.0.0.1 (quarkus.http.host).");
    }
    LOG.info("no keys: only this machine is served");
    return new KeylessPolicy();
  }
}
