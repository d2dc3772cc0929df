package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.AllowedTargets;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault.Plain;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.enrollment.remote.Transport;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/** Reaches hosts over SSH, directly or through one jump host. */
@ApplicationScoped
public class SshTransport implements Transport {

  private final SshConfig config;
  private final AllowedTargets targets;
  private final SshClient client;
  private final Watchdog watchdog = new Watchdog();
  private final HopConnection hops;

  SshTransport(SshConfig config, AllowedTargets targets) {
    this.config = config;
    this.targets = targets;
    this.client = SharedClient.start(config);
    this.hops = new HopConnection(client, config);
  }

  @Override
  public RemoteHost connect(Hop target, @Nullable Hop jump) throws RemoteException {
    // before anything is sent anywhere: a key that cannot be read is the caller's matter alone
    KeyPair targetKey = key(target);
    KeyPair jumpKey = jump == null ? null : key(jump);
    Route route =
        jump == null
            ? direct(target, targetKey)
            : through(direct(jump, jumpKey), target, targetKey);
    return new SshHost(route, target.endpoint(), target.login(), config, watchdog);
  }

  @PreDestroy
  void stop() {
    client.stop();
    watchdog.close();
  }

  /** Tries the addresses of a name in turn, as long as they are not reachable. */
  private Route direct(Hop hop, @Nullable KeyPair key) throws RemoteException {
    List<InetAddress> addresses = targets.resolve(hop.endpoint());
    RemoteException last = new RemoteException(Plain.HOST_UNKNOWN, hop.endpoint());
    for (InetAddress address : addresses) {
      try {
        return hops.open(hop, key, new InetSocketAddress(address, hop.endpoint().port()), null);
      } catch (RemoteException e) {
        if (e.fault() != Plain.HOST_UNREACHABLE && e.fault() != Plain.CONNECTION_REFUSED) {
          throw e;
        }
        last = e;
      }
    }
    throw last;
  }

  /** By a port of this machine's loopback that leads to the target, and ends with the connection to the jump host. */
  private Route through(Route jump, Hop target, @Nullable KeyPair key) throws RemoteException {
    try {
      targets.check(target.endpoint());
      return hops.open(target, key, forward(jump.session(), target), jump);
    } catch (RemoteException | RuntimeException e) {
      jump.close();
      throw e;
    }
  }

  private static InetSocketAddress forward(ClientSession jump, Hop target) throws RemoteException {
    try {
      SshdSocketAddress there =
          new SshdSocketAddress(target.endpoint().address(), target.endpoint().port());
      SshdSocketAddress here =
          jump.startLocalPortForwarding(new SshdSocketAddress("127.0.0.1", 0), there);
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), here.getPort());
    } catch (IOException e) {
      throw new RemoteException(Plain.JUMP_REFUSED, target.endpoint());
    }
  }

  private static @Nullable KeyPair key(Hop hop) throws RemoteException {
    try {
      return hop.login().privateKey() == null
          ? null
          : PrivateKeys.read(hop.login().privateKey(), hop.login().passphrase());
    } catch (PrivateKeys.UnusableException e) {
      throw new RemoteException(e.fault(), hop.endpoint());
    }
  }
}
