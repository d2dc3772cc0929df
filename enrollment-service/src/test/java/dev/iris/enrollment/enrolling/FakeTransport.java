package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.enrollment.remote.HostKeyPolicy.Verdict;
import dev.iris.enrollment.remote.LoopbackReply;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.enrollment.remote.Transport;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Hosts in memory: as strict about keys and passwords as real ones, and they may be told to hang. */
@Alternative
@Priority(1)
@Singleton // tests look into its fields, which a proxy would have of its own
public class FakeTransport implements Transport {

  static final String PASSWORD = "planted-Pa55\"word/7f3a";

  private final AtomicReference<HostKey> key = new AtomicReference<>(key("first"));
  private final AtomicReference<String> prints = new AtomicReference<>("");
  private final AtomicReference<@Nullable CountDownLatch> gate = new AtomicReference<>();
  final AtomicInteger logins = new AtomicInteger();
  final AtomicInteger commands = new AtomicInteger();

  static HostKey key(String seed) {
    return new HostKey(
        "ssh-ed25519",
        Base64.getEncoder().encodeToString(seed.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  void reset() {
    key.set(key("first"));
    prints.set("ID=debian\n");
    CountDownLatch closed = gate.getAndSet(null);
    if (closed != null) {
      closed.countDown();
    }
    logins.set(0);
    commands.set(0);
  }

  void shows(HostKey other) {
    key.set(other);
  }

  void prints(String text) {
    prints.set(text);
  }

  /** From now on commands hang until this is counted down, or their connection is closed. */
  CountDownLatch hang() {
    CountDownLatch closed = new CountDownLatch(1);
    gate.set(closed);
    return closed;
  }

  void goOn() {
    gate.set(null);
  }

  @Override
  public RemoteHost connect(Hop target, @Nullable Hop jump) throws RemoteException {
    HostKey shown = key.get();
    Verdict verdict = target.hostKey().judge(shown);
    if (verdict == Verdict.UNKNOWN) {
      throw new RemoteException(new RemoteFault.HostKeyUnknown(shown), target.endpoint());
    }
    if (verdict == Verdict.CHANGED) {
      throw new RemoteException(
          new RemoteFault.HostKeyChanged(java.util.List.of("another"), shown), target.endpoint());
    }
    logins.incrementAndGet();
    var password = target.login().password();
    if (target.login().privateKey() == null
        && (password == null || !password.reveal().equals(PASSWORD))) {
      throw new RemoteException(RemoteFault.Plain.LOGIN_FAILED, target.endpoint());
    }
    return new Host(shown, target);
  }

  private final class Host implements RemoteHost {
    private final HostKey shown;
    private final Hop target;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);

    Host(HostKey shown, Hop target) {
      this.shown = shown;
      this.target = target;
    }

    @Override
    public HostKey hostKey() {
      return shown;
    }

    @Override
    public @Nullable HostKey jumpHostKey() {
      return null;
    }

    @Override
    public CommandResult run(RemoteCommand command) throws RemoteException {
      commands.incrementAndGet();
      try {
        if (gate.get() != null) {
          closing.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (closed.get()) {
        throw new RemoteException(RemoteFault.Plain.CONNECTION_LOST, target.endpoint());
      }
      return new CommandResult(0, prints.get(), "", false, Duration.ZERO);
    }

    @Override
    public LoopbackReply ask(int port, String method, String path, Duration limit) {
      return LoopbackReply.NONE;
    }

    @Override
    public void close() {
      closed.set(true);
      closing.countDown();
    }
  }
}
