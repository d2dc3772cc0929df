package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.enrollment.remote.HostKeyPolicy;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.enrollment.remote.Transport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to a job's host, to one whose key is the right one only: the keys that were approved before, else as the job's policy has
 * it. A key that was taken for the first time is the right one from then on.
 */
@ApplicationScoped
class HostAccess {

  private final Transport transport;
  private final KnownKeys keys;
  private final JobBook book;
  private final JobsConfig config;

  HostAccess(Transport transport, KnownKeys keys, JobBook book, JobsConfig config) {
    this.transport = transport;
    this.keys = keys;
    this.book = book;
    this.config = config;
  }

  /** A host that was logged in to. */
  record Admitted(RemoteHost host, HostId id) {}

  /** Logs in, once. */
  Admitted connect(Claim claim, Unlocked unlocked) throws RemoteException, UnfitException {
    Endpoint endpoint = new Endpoint(claim.wanted().address(), claim.wanted().port());
    HostId known = claim.hostId();
    List<HostKey> pinned = known == null ? List.of() : keys.of(known);
    Login login = unlocked.targetLogin();
    RemoteHost host =
        transport.connect(
            new Hop(endpoint, login, policy(claim, pinned, login)), jump(claim, unlocked));
    try {
      refuseOther(claim.wanted().hostKey(), host, endpoint);
      HostId id =
          known == null || pinned.isEmpty()
              ? Blocking.await(book.pin(claim, host.hostKey()))
              : known;
      return new Admitted(host, id);
    } catch (RemoteException | RuntimeException e) {
      host.close();
      throw e;
    }
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

  /** Nobody is asked to approve the key of a jump host: it would be taken for the target's. */
  private @Nullable Hop jump(Claim claim, Unlocked unlocked) throws UnfitException {
    JumpWish jump = claim.wanted().jump();
    if (jump == null) {
      return null;
    }
    Endpoint endpoint = new Endpoint(jump.address(), jump.port());
    if (jump.fingerprint() != null) {
      return new Hop(
          endpoint, unlocked.jumpLogin(), new HostKeyPolicy.Fingerprint(jump.fingerprint()));
    }
    List<HostKey> known = keys.at(jump.address(), jump.port());
    if (known.isEmpty()) {
      throw new UnfitException(
          new Failed(
              "jump-key-unknown",
              "the key of the jump host " + endpoint + " is not known",
              "Give its fingerprint (host.jump.hostKey.fingerprint), or enrol the jump host first."));
    }
    return new Hop(endpoint, unlocked.jumpLogin(), new HostKeyPolicy.Pinned(known));
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
}
