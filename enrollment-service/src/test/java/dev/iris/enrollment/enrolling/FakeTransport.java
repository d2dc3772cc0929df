package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.detect.Inspection;
import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.Endpoint;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Hosts in memory: as strict about keys and passwords as real ones; they may be told to hang, and say what they are. */
@Alternative
@Priority(1)
@Singleton // tests look into its fields, which a proxy would have of its own
public class FakeTransport implements Transport {

  public static final String PASSWORD = "planted-Pa55\"word/7f3a";

  /** Where logging in hangs. */
  static final String LOGIN = "login";

  /** Where the look at the host hangs. */
  static final String LOOK = "fact complete";

  private final AtomicReference<HostKey> key = new AtomicReference<>(key("first"));
  private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> services = new AtomicReference<>("");
  private final AtomicReference<@Nullable String> hangsAt = new AtomicReference<>();
  private final List<Host> open = new CopyOnWriteArrayList<>();
  final List<Endpoint> jumps = new CopyOnWriteArrayList<>();
  public final AtomicInteger logins = new AtomicInteger();
  public final AtomicInteger hanging = new AtomicInteger();

  public static HostKey key(String seed) {
    return new HostKey(
        "ssh-ed25519", Base64.getEncoder().encodeToString(seed.getBytes(StandardCharsets.UTF_8)));
  }

  /** As at the beginning; connections are closed. */
  public void reset() {
    unreachable.clear();
    hangsAt.set(null);
    open.forEach(Host::close);
    open.clear();
    jumps.clear();
    key.set(key("first"));
    services.set("ssh.service\n");
    logins.set(0);
    hanging.set(0);
  }

  void shows(HostKey other) {
    key.set(other);
  }

  /** Units that run on the host. */
  void runs(String... units) {
    services.set(String.join("\n", units) + "\n");
  }

  /** From now on what has this in its script hangs until its connection is closed. */
  void hangAt(String place) {
    hangsAt.set(place);
  }

  /** Nothing hangs any more; what does so far stays so. */
  public void goOn() {
    hangsAt.set(null);
  }

  /** From now on looks at hosts hang until their connection is closed or they are let go on. */
  public void hang() {
    hangAt(LOOK);
  }

  /** Nothing hangs any more, and what did so far goes on. */
  public void release() {
    goOn();
    open.forEach(Host::release);
  }

  /** From now on nobody answers there. */
  public void unreachable(Collection<String> addresses) {
    unreachable.addAll(addresses);
  }

  /** From now on somebody answers everywhere. */
  public void reachable() {
    unreachable.clear();
  }

  @Override
  public RemoteHost connect(Hop target, @Nullable Hop jump) throws RemoteException {
    if (unreachable.contains(target.endpoint().address())) {
      throw new RemoteException(RemoteFault.Plain.HOST_UNREACHABLE, target.endpoint());
    }
    if (jump != null) {
      judge(jump);
      jumps.add(jump.endpoint());
    }
    judge(target);
    Host host = new Host(key.get(), target);
    host.hang(LOGIN);
    logins.incrementAndGet();
    var password = target.login().password();
    if (target.login().privateKey() == null
        && (password == null || !password.reveal().equals(PASSWORD))) {
      throw new RemoteException(RemoteFault.Plain.LOGIN_FAILED, target.endpoint());
    }
    return host;
  }

  private void judge(Hop hop) throws RemoteException {
    HostKey shown = key.get();
    Verdict verdict = hop.hostKey().judge(shown);
    if (verdict == Verdict.UNKNOWN) {
      throw new RemoteException(new RemoteFault.HostKeyUnknown(shown), hop.endpoint());
    }
    if (verdict == Verdict.CHANGED) {
      throw new RemoteException(
          new RemoteFault.HostKeyChanged(List.of("another"), shown), hop.endpoint());
    }
  }

  private final class Host implements RemoteHost {
    private final HostKey shown;
    private final Hop target;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Host(HostKey shown, Hop target) {
      this.shown = shown;
      this.target = target;
      open.add(this);
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
      hang(command.script());
      if (closed.getCount() == 0) {
        throw new RemoteException(RemoteFault.Plain.CONNECTION_LOST, target.endpoint());
      }
      boolean look = command.script().equals(Inspection.command().script());
      return new CommandResult(0, look ? facts() : "", "", false, Duration.ZERO);
    }

    private void hang(String script) throws RemoteException {
      String place = hangsAt.get();
      if (place == null || !script.contains(place)) {
        return;
      }
      hanging.incrementAndGet();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (closed.getCount() == 0 || Thread.currentThread().isInterrupted()) {
        throw new RemoteException(RemoteFault.Plain.CONNECTION_LOST, target.endpoint());
      }
    }

    void release() {
      released.countDown();
    }

    @Override
    public LoopbackReply ask(int port, String method, String path, Duration limit) {
      return LoopbackReply.NONE;
    }

    @Override
    public void close() {
      closed.countDown();
      released.countDown();
    }
  }

  private String facts() {
    return fact("os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n")
        + fact("architecture", "x86_64\n")
        + fact("kernel", "6.1.0\n")
        + fact("hostname", "web-01\n")
        + fact("uid", "0\n")
        + fact("services", services.get())
        + fact("complete", "yes\n");
  }

  private static String fact(String name, String value) {
    return name
        + "="
        + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        + "\n";
  }
}
