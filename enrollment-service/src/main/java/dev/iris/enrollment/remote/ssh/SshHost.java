package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.LoopbackReply;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault;
import dev.iris.enrollment.remote.RemoteFault.Plain;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.enrollment.remote.ssh.Exchange.LostException;
import dev.iris.vault.Secret;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A host over SSH: each command is a channel of its own on one connection. */
final class SshHost implements RemoteHost {

  private static final Duration SUDO_LIMIT = Duration.ofSeconds(30);
  private static final int TIMED_OUT = 124;
  private static final int KILLED = 137;

  private final Route route;
  private final Endpoint endpoint;
  private final Login login;
  private final SshConfig config;
  private final Watchdog watchdog;

  private final LoopbackRequests loopback;

  private boolean sudoTried;
  private boolean sudoOnTerminal;
  private @Nullable Plain sudoFault;

  SshHost(Route route, Endpoint endpoint, Login login, SshConfig config, Watchdog watchdog) {
    this.route = route;
    this.endpoint = endpoint;
    this.login = login;
    this.config = config;
    this.watchdog = watchdog;
    this.loopback = new LoopbackRequests(route.session(), watchdog, this::run);
  }

  @Override
  public HostKey hostKey() {
    return route.hostKey();
  }

  @Override
  public @Nullable HostKey jumpHostKey() {
    return route.jumpHostKey();
  }

  @Override
  public CommandResult run(RemoteCommand command) throws RemoteException {
    if (!command.elevated() || login.user().equals("root")) {
      return runAs("", null, command, false);
    }
    Secret password = login.sudoPassword();
    if (password != null) {
      trySudo(password);
      return runAs(Sudo.WITH_PASSWORD, password, command, true);
    }
    return runAs(Sudo.WITHOUT_PASSWORD, null, command, true);
  }

  @Override
  public LoopbackReply ask(int port, String method, String path, Duration limit)
      throws RemoteException {
    try {
      return loopback.ask(port, method, path, limit);
    } catch (LoopbackRequests.FaultException e) {
      throw fault(e.fault());
    }
  }

  @Override
  public void close() {
    route.close();
  }

  private CommandResult runAs(
      String prefix, @Nullable Secret password, RemoteCommand command, boolean sudo)
      throws RemoteException {
    boolean terminal = sudo && sudoOnTerminal;
    CommandLine line = CommandLine.of(command, terminal);
    Exchange exchange =
        new Exchange(
            prefix + line.text(),
            after(password, line.input()),
            terminal,
            line.mark(),
            config.keepOutput());
    long start = System.nanoTime();
    int exitCode = carryOut(exchange, command.limit());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (exchange.out().fenced()) {
      return result(exchange, exitCode, took, command.limit());
    }
    if (!sudo) {
      throw fault(Plain.SHELL_UNUSABLE);
    }
    Plain refusal = Sudo.refusal(exitCode, exchange.noise(), password != null);
    if (refusal == Plain.SUDO_NEEDS_TERMINAL && !sudoOnTerminal) {
      sudoOnTerminal = true;
      return runAs(prefix, password, command, true);
    }
    throw fault(refusal);
  }

  /** Once per connection; what was refused once is not asked again. */
  private void trySudo(Secret password) throws RemoteException {
    if (!sudoTried) {
      sudoTried = true;
      sudoFault = refusal(password);
    }
    if (sudoFault != null) {
      throw fault(sudoFault);
    }
  }

  /**
   * Not on a terminal, even where sudo insists on one: it throws away what was typed before it asks, and asks without a sign.
   */
  private @Nullable Plain refusal(Secret password) throws RemoteException {
    Exchange exchange =
        new Exchange(
            Sudo.WITH_PASSWORD + "true",
            after(password, new byte[0]),
            false,
            "no mark",
            config.keepOutput());
    int exitCode = carryOut(exchange, SUDO_LIMIT);
    return exitCode == 0 ? null : Sudo.refusal(exitCode, exchange.noise(), true);
  }

  private int carryOut(Exchange exchange, Duration limit) throws RemoteException {
    try {
      return exchange.carryOut(route.session(), watchdog, config, limit.plus(config.grace()));
    } catch (LostException e) {
      throw fault(e.tookTooLong() ? new RemoteFault.CommandTimeout(limit) : e.fault());
    }
  }

  private CommandResult result(Exchange exchange, int exitCode, Duration took, Duration limit)
      throws RemoteException {
    boolean ended = exitCode == TIMED_OUT || exitCode == KILLED;
    if (ended && took.compareTo(limit) >= 0) {
      throw fault(new RemoteFault.CommandTimeout(limit));
    }
    return new CommandResult(
        exitCode,
        exchange.out().text(),
        exchange.err().text(),
        exchange.out().truncated() || exchange.err().truncated(),
        took);
  }

  /** The password as the first line, if there is one. */
  private static byte[] after(@Nullable Secret password, byte[] rest) {
    if (password == null) {
      return rest;
    }
    byte[] first = password.bytes();
    ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + 1 + rest.length);
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(rest);
    Arrays.fill(first, (byte) 0);
    Arrays.fill(rest, (byte) 0);
    return both.toByteArray();
  }

  private RemoteException fault(RemoteFault fault) {
    return new RemoteException(fault, endpoint);
  }
}
