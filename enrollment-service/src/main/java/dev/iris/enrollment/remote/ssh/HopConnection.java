package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault;
import dev.iris.enrollment.remote.RemoteFault.Plain;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connection to one hop in three steps, each with its limit of time: connect, key, login. Only a connection that was
 * dropped before the login is tried again, as busy hosts drop some at random; a login never is.
 */
final class HopConnection {

  private static final Logger LOG = Logger.getLogger(HopConnection.class);

  /** Few at once for one address: sshd drops connections at random from ten unfinished logins on. */
  private static final int AT_ONCE = 5;

  private static final int STRIPES = 64;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final SshClient client;
  private final SshConfig config;
  private final Semaphore[] doors =
      Stream.generate(() -> new Semaphore(AT_ONCE, true)).limit(STRIPES).toArray(Semaphore[]::new);

  HopConnection(SshClient client, SshConfig config) {
    this.client = client;
    this.config = config;
  }

  /**
   * Connects and logs in.
   *
   * @param address where the hop is reached from here
   * @param jump what the way there goes through
   */
  Route open(Hop hop, @Nullable KeyPair key, InetSocketAddress address, @Nullable Route jump)
      throws RemoteException {
    Semaphore door = doors[Math.floorMod(hop.endpoint().hashCode(), STRIPES)];
    try {
      door.acquire();
    } catch (InterruptedException e) {
      throw interrupted(hop);
    }
    try {
      return openWithPatience(hop, key, address, jump);
    } finally {
      door.release();
    }
  }

  private Route openWithPatience(
      Hop hop, @Nullable KeyPair key, InetSocketAddress address, @Nullable Route jump)
      throws RemoteException {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(hop, key, address, jump);
      } catch (RemoteException e) {
        if (e.fault() != Plain.CONNECTION_DROPPED || attempt >= config.attempts()) {
          throw e;
        }
        pause(hop, attempt);
      }
    }
  }

  private Route attempt(
      Hop hop, @Nullable KeyPair key, InetSocketAddress address, @Nullable Route jump)
      throws RemoteException {
    Handshake handshake = new Handshake(hop.hostKey());
    ClientSession session = connect(hop, address, handshake);
    try {
      HostKey shown = prove(hop.endpoint(), session, handshake, jump != null);
      logIn(hop, key, session);
      return new Route(session, shown, jump);
    } catch (RemoteException | RuntimeException e) {
      session.close(true);
      throw e;
    }
  }

  private ClientSession connect(Hop hop, InetSocketAddress address, Handshake handshake)
      throws RemoteException {
    try {
      return client
          .connect(hop.login().user(), address, handshake.context())
          .verify(config.connectTimeout())
          .getSession();
    } catch (IOException e) {
      LOG.debugf(e, "no connection to %s", hop.endpoint());
      boolean refused =
          causes(e)
              .anyMatch(
                  cause ->
                      cause instanceof ConnectException
                          && String.valueOf(cause.getMessage()).contains("refused"));
      throw new RemoteException(
          refused ? Plain.CONNECTION_REFUSED : Plain.HOST_UNREACHABLE, hop.endpoint());
    }
  }

  private HostKey prove(
      Endpoint endpoint, ClientSession session, Handshake handshake, boolean throughJump)
      throws RemoteException {
    Set<ClientSessionEvent> events =
        session.waitFor(
            EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED),
            config.connectTimeout());
    RemoteFault fault = handshake.fault().orElse(null);
    if (fault != null) {
      throw new RemoteException(fault, endpoint);
    }
    if (events.contains(ClientSessionEvent.WAIT_AUTH)) {
      return handshake
          .shown()
          .orElseThrow(() -> new RemoteException(Plain.CONNECTION_DROPPED, endpoint));
    }
    if (handshake.nothingInCommon()) {
      throw new RemoteException(Plain.NO_COMMON_ALGORITHM, endpoint);
    }
    if (events.contains(ClientSessionEvent.TIMEOUT)) {
      throw new RemoteException(Plain.HOST_UNREACHABLE, endpoint);
    }
    boolean silent = session.getServerVersion() == null;
    throw new RemoteException(
        throughJump && silent ? Plain.JUMP_REFUSED : Plain.CONNECTION_DROPPED, endpoint);
  }

  private void logIn(Hop hop, @Nullable KeyPair key, ClientSession session) throws RemoteException {
    LoginDialogue dialogue = new LoginDialogue(hop.login().password());
    session.setUserInteraction(dialogue);
    if (key != null) {
      session.addPublicKeyIdentity(key);
    }
    try {
      AuthFuture login = session.auth();
      if (!login.await(config.loginTimeout())) {
        throw new RemoteException(Plain.LOGIN_TIMEOUT, hop.endpoint());
      }
      if (!login.isSuccess()) {
        throw new RemoteException(refusal(dialogue, login.getException()), hop.endpoint());
      }
    } catch (IOException e) {
      throw new RemoteException(Plain.CONNECTION_LOST, hop.endpoint());
    } finally {
      session.setUserInteraction(null);
    }
  }

  /** A host that says why it ends the connection has refused the login; one that just goes was lost. */
  private static Plain refusal(LoginDialogue dialogue, @Nullable Throwable reason) {
    if (dialogue.needsPerson()) {
      return Plain.LOGIN_NEEDS_PERSON;
    }
    boolean said =
        reason instanceof SshException e
            && (e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                || e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
    return said ? Plain.LOGIN_FAILED : Plain.CONNECTION_LOST;
  }

  /** Longer each time, and never the same for two. */
  private static void pause(Hop hop, int attempt) throws RemoteException {
    long most = FIRST_PAUSE.toMillis() << attempt;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(FIRST_PAUSE.toMillis(), most));
    } catch (InterruptedException e) {
      throw interrupted(hop);
    }
  }

  private static RemoteException interrupted(Hop hop) {
    Thread.currentThread().interrupt();
    return new RemoteException(Plain.CONNECTION_LOST, hop.endpoint());
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
  }
}
