package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.OpenedLogin;
import dev.iris.enrollment.credential.SecretField;
import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.registry.Hosts;
import dev.iris.enrollment.registry.PinnedKey;
import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.enrollment.remote.HostKeyPolicy;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.enrollment.remote.Secret;
import dev.iris.enrollment.remote.Transport;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to a job's host, to one whose key is the right one only: the keys that were approved before, else as the job's policy has
 * it. A key that was taken for the first time is the right one from then on.
 */
@ApplicationScoped
class HostAccess {

  private final Instance<Transport> transport;
  private final Hosts hosts;
  private final JobBook book;
  private final Pool pool;
  private final JobsConfig config;

  HostAccess(
      Instance<Transport> transport, Hosts hosts, JobBook book, Pool pool, JobsConfig config) {
    this.transport = transport;
    this.hosts = hosts;
    this.book = book;
    this.pool = pool;
    this.config = config;
  }

  /** Whether there is a way to log in to hosts at all. */
  boolean isPossible() {
    return transport.isResolvable();
  }

  /**
   * Logs in, once.
   *
   * @param login stays with the caller, who closes it after the host
   */
  RemoteHost connect(Claim claim, Login login) throws RemoteException {
    Endpoint endpoint = new Endpoint(claim.wanted().address(), claim.wanted().port());
    List<HostKey> pinned = pinned(claim.hostId());
    RemoteHost host =
        transport.get().connect(new Hop(endpoint, login, policy(claim, pinned, login)));
    try {
      refuseOther(claim.wanted().hostKey(), host, endpoint);
      if (pinned.isEmpty()) {
        Blocking.await(book.pin(claim, host.hostKey()));
      }
      return host;
    } catch (RemoteException | RuntimeException e) {
      host.close();
      throw e;
    }
  }

  private List<HostKey> pinned(@Nullable HostId host) {
    if (host == null) {
      return List.of();
    }
    List<PinnedKey> keys = Blocking.await(hosts.keys(pool, host));
    return keys.stream().map(key -> new HostKey(key.algorithm(), key.publicKey())).toList();
  }

  private HostKeyPolicy policy(Claim claim, List<HostKey> pinned, Login login) {
    if (!pinned.isEmpty()) {
      return new HostKeyPolicy.Pinned(pinned);
    }
    HostKeyWish wish = claim.wanted().hostKey();
    if (wish.fingerprint() != null) {
      return new HostKeyPolicy.Fingerprint(wish.fingerprint());
    }
    boolean mayTakeFirst = config.acceptFirstWithPassword() || login.password() == null;
    return wish.policy().equals(HostKeyWish.ACCEPT_FIRST) && mayTakeFirst
        ? new HostKeyPolicy.AcceptFirst()
        : new HostKeyPolicy.Ask();
  }

  /** A host may have several approved keys, and the request names one. */
  private static void refuseOther(HostKeyWish wish, RemoteHost host, Endpoint endpoint)
      throws RemoteException {
    String wanted = wish.fingerprint();
    if (wanted != null && !wanted.equals(host.hostKey().fingerprint())) {
      HostKey shown = host.hostKey();
      throw new RemoteException(new RemoteFault.HostKeyChanged(List.of(wanted), shown), endpoint);
    }
  }

  /** What the port to hosts takes, of what the vault gave. */
  static Login login(OpenedLogin opened) {
    return new Login(
        opened.user(),
        secret(opened, SecretField.PRIVATE_KEY),
        secret(opened, SecretField.PASSPHRASE),
        secret(opened, SecretField.PASSWORD),
        secret(opened, SecretField.SUDO_PASSWORD));
  }

  private static @Nullable Secret secret(OpenedLogin opened, SecretField field) {
    return opened.find(field).map(secret -> Secret.of(secret.reveal())).orElse(null);
  }
}
