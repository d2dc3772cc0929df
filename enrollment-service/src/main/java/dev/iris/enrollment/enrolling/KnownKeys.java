package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.registry.Host;
import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.registry.Hosts;
import dev.iris.enrollment.remote.HostKey;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Keys that were approved. Blocks. */
@ApplicationScoped
class KnownKeys {

  private final Hosts hosts;
  private final Pool pool;

  KnownKeys(Hosts hosts, Pool pool) {
    this.hosts = hosts;
    this.pool = pool;
  }

  /** Those that a host may show. */
  List<HostKey> of(HostId host) {
    return Blocking.await(hosts.keys(pool, host)).stream()
        .map(key -> new HostKey(key.algorithm(), key.publicKey()))
        .toList();
  }

  /** Those that may be shown at an address; none if Iris knows no host there. */
  List<HostKey> at(String address, int port) {
    Optional<Host> known = Blocking.await(hosts.at(pool, address, port));
    return known.map(host -> of(host.id())).orElse(List.of());
  }
}
