package dev.iris.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes, boots and removes one host: its file system over a base's, its network, its container. */
final class Machine {

  private static final Duration SHUTDOWN = Duration.ofSeconds(20);

  private final LabHost host;
  private final Network network;

  Machine(LabHost host, Network network) {
    this.host = host;
    this.network = network;
  }

  /** The base is not written to: what the host changes is in a folder of its own. */
  void mount(Path base) throws IOException {
    for (String part : List.of("upper", "work", "root")) {
      Files.createDirectories(host.folder().resolve(part));
    }
    host.note();
    Tool.run(
        "mount",
        "-t",
        "overlay",
        network.scoped(host.name()),
        "-o",
        "lowerdir=%s,upperdir=%s,workdir=%s"
            .formatted(base, host.folder().resolve("upper"), host.folder().resolve("work")),
        host.root().toString());
  }

  /**
   * Makes it somebody: a name, a host key, who may log in.
   *
   * @param publicKey with which root, ops and deploy may log in
   * @param password of ops
   */
  void personalise(Path publicKey, String password) throws IOException {
    Path root = host.root();
    Files.writeString(root.resolve("etc/hostname"), host.name() + "\n");
    Files.writeString(
        root.resolve("etc/hosts"), "127.0.0.1 localhost\n127.0.1.1 " + host.name() + "\n");
    Tool.run(
        "ssh-keygen",
        "-q",
        "-t",
        "ed25519",
        "-N",
        "",
        "-C",
        host.name(),
        "-f",
        root.resolve("etc/ssh/ssh_host_ed25519_key").toString());
    Path login = host.folder().resolve("login");
    Secrets.write(login, "ops:" + password + "\n");
    String script =
        """
        chroot "$1" sh -euc '
          for user in root ops deploy; do
            home=$(getent passwd "$user" | cut -d: -f6)
            mkdir -p -m 700 "$home/.ssh"
            printf "%s\\n" "$1" >"$home/.ssh/authorized_keys"
            chown -R "$user:$user" "$home/.ssh"
          done
          chpasswd' within "$2" <"$3"
        """;
    Tool.run(
        "sh",
        "-euc",
        script,
        "personalise",
        root.toString(),
        LabFolder.read(publicKey),
        login.toString());
    Files.delete(login);
  }

  void connect() {
    network.attach(host.name(), host.address());
  }

  void boot() {
    String name = network.scoped(host.name());
    String container =
        """
        %sexec systemd-nspawn --quiet --boot --directory="$1" --machine="$2" --hostname="$3" --register=no --keep-unit \
        --network-namespace-path="/run/netns/$2" --capability=CAP_NET_ADMIN --resolv-conf=off --timezone=off --link-journal=no --console=read-only
        """
            .formatted(Cgroups.entering(name));
    host.container()
        .start(
            List.of("sh", "-c", container, "container", host.root().toString(), name, host.name()),
            host.folder().resolve("console.log"));
  }

  /** Asks it to shut down, as a power button does; its end is awaited by {@link #remove} only. */
  void pressPowerButton() {
    host.init().forEach(init -> Tool.succeeds("kill", "-s", "RTMIN+4", Long.toString(init.pid())));
  }

  /** As if its power failed: nothing in it learns of it. */
  void cutPower() {
    List<ProcessHandle> init = host.init();
    init.forEach(ProcessHandle::destroyForcibly);
    // The container's own process ends by itself once the host is gone; killed first, it would
    // leave the host running.
    host.container().process().ifPresent(process -> awaitEnd(process, Duration.ofSeconds(5)));
    host.container().end();
  }

  /** Leaves nothing of it, whatever there was: an unfinished host too. */
  void remove() {
    host.container().process().ifPresent(process -> awaitEnd(process, SHUTDOWN));
    if (host.container().runs()) {
      cutPower();
    }
    unmount();
    network.detach(host.name());
    Cgroups.remove(network.scoped(host.name()));
    Tool.run("rm", "-rf", "--one-file-system", host.folder().toString());
  }

  private void unmount() {
    String root = host.root().toString();
    while (Files.exists(host.root()) && Tool.succeeds("mountpoint", "-q", root)) {
      if (!Tool.succeeds("umount", root)) {
        Tool.run("umount", "--lazy", root);
      }
    }
  }

  private static void awaitEnd(ProcessHandle process, Duration limit) {
    CompletableFuture<ProcessHandle> end = process.onExit();
    try {
      end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The caller sees that it still runs.
    } catch (java.util.concurrent.ExecutionException e) {
      throw new UncheckedIOException(new IOException(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
