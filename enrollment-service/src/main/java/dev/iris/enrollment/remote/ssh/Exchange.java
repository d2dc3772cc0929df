package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.RemoteFault.Plain;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.jspecify.annotations.Nullable;

/**
 * One command line handed to a login shell, with what it reads and what it prints. Both streams are drained whatever the host
 * sends.
 */
final class Exchange {

  private static final Map<String, Integer> SIGNALS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ILL", 4),
          Map.entry("ABRT", 6),
          Map.entry("FPE", 8),
          Map.entry("KILL", 9),
          Map.entry("SEGV", 11),
          Map.entry("PIPE", 13),
          Map.entry("ALRM", 14),
          Map.entry("TERM", 15));
  private static final int SIGNALLED = 128;

  private final String line;
  private final byte[] input;
  private final boolean terminal;
  private final FencedOutput out;
  private final FencedOutput err;

  Exchange(String line, byte[] input, boolean terminal, String mark, int keep) {
    this.line = line;
    this.input = input;
    this.terminal = terminal;
    this.out = new FencedOutput(mark, keep);
    this.err = new FencedOutput(mark, keep);
  }

  FencedOutput out() {
    return out;
  }

  FencedOutput err() {
    return err;
  }

  /** What the host printed before the script began: rc files, sudo. */
  String noise() {
    return out.noise() + "\n" + err.noise();
  }

  /**
   * Carries it out and wipes the input.
   *
   * @return the exit code
   * @throws LostException if the host never told it
   */
  int carryOut(ClientSession session, Watchdog watchdog, SshConfig config, Duration limit)
      throws LostException {
    try (Watchdog.Watch watch = watchdog.over(session, config.openTimeout().plus(limit))) {
      return carryOut(session, config.openTimeout(), watch);
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  private int carryOut(ClientSession session, Duration openTimeout, Watchdog.Watch watch)
      throws LostException {
    try (ChannelExec channel = session.createExecChannel(line, pty(), Map.of())) {
      channel.setUsePty(terminal);
      channel.setOut(out);
      channel.setErr(err);
      channel.open().verify(openTimeout);
      feed(channel);
      channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0);
      return exitCode(channel, watch);
    } catch (SshChannelOpenException e) {
      throw new LostException(Plain.TOO_MANY_SESSIONS, watch.bitten());
    } catch (IOException e) {
      throw new LostException(Plain.CONNECTION_LOST, watch.bitten());
    }
  }

  /** A host that has already refused does not read: what it says in the end counts. */
  private void feed(ChannelExec channel) {
    try (OutputStream in = channel.getInvertedIn()) {
      in.write(input);
      in.flush();
    } catch (IOException unread) {
      // the exit code, or its absence, tells
    }
  }

  private static int exitCode(ChannelExec channel, Watchdog.Watch watch) throws LostException {
    Integer status = channel.getExitStatus();
    if (status != null) {
      return status;
    }
    String signal = channel.getExitSignal();
    if (signal != null) {
      return SIGNALLED + SIGNALS.getOrDefault(signal, 0);
    }
    throw new LostException(Plain.CONNECTION_LOST, watch.bitten());
  }

  /** A terminal that hands bytes on as they are. */
  private @Nullable PtyChannelConfiguration pty() {
    if (!terminal) {
      return null;
    }
    PtyChannelConfiguration configuration = new PtyChannelConfiguration();
    configuration.setPtyType("dumb");
    configuration.setPtyModes(
        Map.ofEntries(
            Map.entry(PtyMode.ECHO, 0),
            Map.entry(PtyMode.ISIG, 0),
            Map.entry(PtyMode.IEXTEN, 0),
            Map.entry(PtyMode.ICRNL, 0),
            Map.entry(PtyMode.IXON, 0),
            Map.entry(PtyMode.OPOST, 0),
            Map.entry(PtyMode.ICANON, 0)));
    return configuration;
  }

  /** The host never said how the command ended. */
  static final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Plain fault;
    private final boolean tookTooLong;

    LostException(Plain fault, boolean tookTooLong) {
      super(fault.code());
      this.fault = fault;
      this.tookTooLong = tookTooLong;
    }

    Plain fault() {
      return fault;
    }

    /** Whether the connection was cut because of the limit of time. */
    boolean tookTooLong() {
      return tookTooLong;
    }
  }
}
