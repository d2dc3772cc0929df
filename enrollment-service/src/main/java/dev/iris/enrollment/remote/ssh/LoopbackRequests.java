package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.LoopbackReply;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault.Plain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/**
 * Asks services on the loopback of a host through its connection. Where sshd forwards nothing, the host asks for itself, with
 * what it has: bash, curl or wget.
 */
final class LoopbackRequests {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int KEEP = 1 << 19;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Pattern METHOD = Pattern.compile("GET|POST");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/_.~%?&=:@+,;-]{0,2000}");

  /** Input: the limit in seconds, the port, method, path, and the request itself as base64, a line each. Prints base64. */
  private static final String BY_ITSELF =
      """
      read -r limit; read -r port; read -r method; read -r path; read -r request
      if command -v bash >/dev/null && command -v timeout >/dev/null; then
        timeout "$limit" bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
          printf %s "$2" | base64 -d >&3 && head -c 524288 <&3' ask "$port" "$request" 2>/dev/null | base64
      elif command -v curl >/dev/null; then
        curl -q -sS -i --raw --noproxy '*' -m "$limit" -X "$method" "http://127.0.0.1:$port$path" 2>/dev/null | head -c 524288 | base64
      elif command -v wget >/dev/null; then
        if [ "$method" = POST ]; then set -- --post-data=; else set --; fi
        { wget -q -O - -S --no-proxy -T "$limit" -t 1 "$@" "http://127.0.0.1:$port$path" 2>&1 >/dev/null | sed -n 's/^ *\\(HTTP\\/.*\\)/\\1/p' | head -n 1
          printf '\\r\\n\\r\\n'; } | base64
      else
        exit 3
      fi
      """;

  private static final int NO_MEANS = 3;

  /** Runs a command on the same host. */
  interface Shell {
    CommandResult run(RemoteCommand command) throws RemoteException;
  }

  private final ClientSession session;
  private final Watchdog watchdog;
  private final Shell shell;
  private boolean forwards = true;

  LoopbackRequests(ClientSession session, Watchdog watchdog, Shell shell) {
    this.session = session;
    this.watchdog = watchdog;
    this.shell = shell;
  }

  /**
   * The answer.
   *
   * @throws FaultException if the host does not let it be asked
   */
  LoopbackReply ask(int port, String method, String path, Duration limit)
      throws RemoteException, FaultException {
    if (!METHOD.matcher(method).matches() || !PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not a request for a loopback");
    }
    byte[] request = HttpReply.request(port, method, path);
    if (forwards) {
      Optional<LoopbackReply> reply = forwarded(port, request, limit);
      if (reply.isPresent()) {
        return reply.get();
      }
      forwards = false;
    }
    return byItself(port, method, path, request, limit);
  }

  /** The answer by a forwarded channel; nothing if the host forwards none. */
  private Optional<LoopbackReply> forwarded(int port, byte[] request, Duration limit)
      throws FaultException {
    Beginning reply = new Beginning();
    // the channel's own waits have limits; the watchdog is for writes to a host that reads no more
    try (Watchdog.Watch _ = watchdog.over(session, limit.multipliedBy(2).plus(GRACE));
        ChannelDirectTcpip channel =
            session.createDirectTcpipChannel(
                new SshdSocketAddress(LOOPBACK, 0), new SshdSocketAddress(LOOPBACK, port))) {
      channel.setOut(reply);
      channel.open().verify(limit);
      OutputStream in = channel.getInvertedIn();
      in.write(request);
      in.flush();
      channel.waitFor(
          EnumSet.of(ClientChannelEvent.EOF, ClientChannelEvent.CLOSED), limit.toMillis());
      return Optional.of(HttpReply.parse(reply.bytes()));
    } catch (IOException e) {
      if (isForbidden(e)) {
        return Optional.empty();
      }
      if (session.isOpen()) {
        return Optional.of(LoopbackReply.NONE);
      }
      throw new FaultException(Plain.CONNECTION_LOST);
    }
  }

  /** As opposed to: tried, and nobody listens. */
  private static boolean isForbidden(IOException e) {
    return Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof SshChannelOpenException refusal
                    && refusal.getReasonCode() != SshConstants.SSH_OPEN_CONNECT_FAILED);
  }

  private LoopbackReply byItself(
      int port, String method, String path, byte[] request, Duration limit)
      throws RemoteException, FaultException {
    String input =
        "%d\n%d\n%s\n%s\n%s\n"
            .formatted(
                Math.max(1, limit.toSeconds()),
                port,
                method,
                path,
                Base64.getEncoder().encodeToString(request));
    CommandResult result =
        shell.run(
            RemoteCommand.of(BY_ITSELF, limit.plus(GRACE))
                .reading(input.getBytes(StandardCharsets.US_ASCII)));
    if (result.exitCode() == NO_MEANS) {
      throw new FaultException(Plain.LOOPBACK_UNREACHABLE);
    }
    try {
      return HttpReply.parse(Base64.getMimeDecoder().decode(result.out()));
    } catch (IllegalArgumentException cut) {
      return LoopbackReply.NONE;
    }
  }

  /** The beginning of what comes; the rest is read and dropped. */
  private static final class Beginning extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      kept.write(bytes, offset, Math.min(length, KEEP - kept.size()));
    }

    synchronized byte[] bytes() {
      return kept.toByteArray();
    }
  }

  /** The host does not let it be asked. */
  static final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Plain fault;

    FaultException(Plain fault) {
      super(fault.code());
      this.fault = fault;
    }

    Plain fault() {
      return fault;
    }
  }
}
