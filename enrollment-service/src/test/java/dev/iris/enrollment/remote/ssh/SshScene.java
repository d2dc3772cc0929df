package dev.iris.enrollment.remote.ssh;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.HostKeyPolicy;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.Loopback;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.testing.ConfigOf;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A transport that may go to some ports of this machine. */
final class SshScene implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(30);

  private final SshTransport transport;

  SshScene(Map<String, String> settings, int... ports) {
    Map<String, String> all = new HashMap<>();
    all.put("iris.enrollment.ssh.connect-timeout", "60s");
    settings.forEach((name, value) -> all.put("iris.enrollment.ssh." + name, value));
    transport = new SshTransport(ConfigOf.mapping(SshConfig.class, all), Loopback.at(ports));
  }

  static Hop hop(int port, Login login, HostKeyPolicy policy) {
    return new Hop(new Endpoint("127.0.0.1", port), login, policy);
  }

  static Hop hop(int port, Login login) {
    return hop(port, login, new HostKeyPolicy.AcceptFirst());
  }

  RemoteHost connect(Hop target) throws RemoteException {
    return transport.connect(target);
  }

  RemoteHost connect(Hop target, Hop jump) throws RemoteException {
    return transport.connect(target, jump);
  }

  CommandResult run(Hop target, RemoteCommand command) throws RemoteException {
    try (RemoteHost host = connect(target)) {
      return host.run(command);
    }
  }

  CommandResult run(Hop target, String script) throws RemoteException {
    return run(target, RemoteCommand.of(script, LIMIT));
  }

  RemoteException failureOf(Hop target, RemoteCommand command) {
    return catchThrowableOfType(RemoteException.class, () -> run(target, command));
  }

  RemoteException failureOf(Hop target) {
    return failureOf(target, RemoteCommand.of("true", LIMIT));
  }

  @Override
  public void close() {
    transport.stop();
  }
}
