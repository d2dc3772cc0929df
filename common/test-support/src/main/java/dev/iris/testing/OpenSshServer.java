package dev.iris.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A real OpenSSH server, the machine's own, on loopback (IPv4 and IPv6), with host keys, configuration and log of its own.
 * Tests that use it carry {@code @RequiresPeer("sshd")}; with accounts of its own, {@code @RequiresPeer({"sshd", "root"})}.
 */
public final class OpenSshServer implements AutoCloseable {

  private static final int STARTUP_TRIES = 200;
  private static final int PAUSE_MILLIS = 50;
  private static final int STOP_SECONDS = 10;
  private static final int FIRST_UID = 64000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * A person who may log in. Only this server knows of it: it sees account files of its own in place of the machine's.
   *
   * @param shell such as /bin/bash
   */
  public record Account(String name, String password, String shell) {}

  private final Path folder;
  private final int port;
  private final List<Account> accounts;
  private final Process process;

  private OpenSshServer(String keyType, List<Account> accounts, String sudoers, String... settings)
      throws IOException {
    this.folder = TemporaryFolder.create("iris-sshd");
    this.port = freePort();
    this.accounts = List.copyOf(accounts);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(folder.resolve("authorized_keys"));
    newKey(folder.resolve("host_key"), keyType, "");
    configure(settings);
    this.process = accounts.isEmpty() ? launch(server()) : launchAmongAccounts(sudoers);
    AtExit.run(process::destroyForcibly);
    awaitReady();
  }

  /** Starts one that lets in this process' user, by the keys that it is told to {@link #trust}. */
  public static OpenSshServer start(String keyType, String... settings) {
    return create(keyType, List.of(), "", settings);
  }

  /** Starts one with accounts of its own, which may do with sudo what is written here. */
  public static OpenSshServer startWith(
      List<Account> accounts, String sudoers, String... settings) {
    return create("ed25519", accounts, sudoers, settings);
  }

  private static OpenSshServer create(
      String keyType, List<Account> accounts, String sudoers, String... settings) {
    try {
      return new OpenSshServer(keyType, accounts, sudoers, settings);
    } catch (IOException e) {
      throw new UncheckedIOException("sshd did not start", e);
    }
  }

  /** Makes a key pair: {@code file} and {@code file.pub}. */
  public static Path newKey(Path file, String type, String passphrase, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", file.toString()));
    command.addAll(List.of(options));
    must(command);
    return file;
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The line of its public host key. */
  public String hostKey() {
    return read("host_key.pub");
  }

  /** Lets the owner of a key in, as whomever. */
  public void trust(Path publicKey) {
    try {
      Files.writeString(
          folder.resolve("authorized_keys"),
          Files.readString(publicKey),
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The home of an account. */
  public Path home(String account) {
    return folder.resolve("home").resolve(account);
  }

  /** What it has logged so far. */
  public String log() {
    return read("sshd.log");
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void configure(String... settings) throws IOException {
    // what is said first counts
    List<String> lines = new ArrayList<>(List.of(settings));
    lines.addAll(
        List.of(
            "Port " + port,
            "ListenAddress 127.0.0.1",
            "ListenAddress ::1",
            "HostKey " + folder.resolve("host_key"),
            "PidFile none",
            "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
            "StrictModes no",
            "PermitRootLogin yes",
            "UsePAM no",
            "UseDNS no",
            "LogLevel VERBOSE"));
    Files.write(folder.resolve("sshd_config"), lines);
  }

  private List<String> server() {
    Path program = Peers.find("sshd").orElseThrow(() -> new IllegalStateException("no sshd"));
    return List.of(program.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString());
  }

  /** In a mount namespace, so that nobody else sees the account files. */
  private Process launchAmongAccounts(String sudoers) throws IOException {
    StringBuilder passwd = new StringBuilder(Files.readString(Path.of("/etc/passwd")));
    StringBuilder shadow = new StringBuilder(Files.readString(Path.of("/etc/shadow")));
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get(i);
      int uid = FIRST_UID + i;
      Path home = Files.createDirectories(home(account.name()));
      must(List.of("chown", uid + ":" + uid, home.toString()));
      passwd.append(
          "%s:x:%d:%d::%s:%s%n".formatted(account.name(), uid, uid, home, account.shell()));
      shadow.append("%s:%s:19000:0:99999:7:::%n".formatted(account.name(), hash(account)));
    }
    file("passwd", passwd.toString(), "rw-r--r--");
    file("shadow", shadow.toString(), "rw-------");
    file("sudoers", "root ALL=(ALL) ALL\n" + sudoers + "\n", "r--r-----");
    String mounts =
        List.of("passwd", "shadow", "sudoers").stream()
            .map(name -> "mount --bind " + folder.resolve(name) + " /etc/" + name)
            .collect(Collectors.joining(" && "));
    return launch(
        List.of(
            "unshare", "--mount", "sh", "-c", mounts + " && exec " + String.join(" ", server())));
  }

  private void file(String name, String content, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String hash(Account account) {
    return must(List.of("openssl", "passwd", "-6", account.password())).strip();
  }

  private Process launch(List<String> command) throws IOException {
    if ("root".equals(System.getProperty("user.name"))) {
      // Debian's package makes it at boot
      Files.createDirectories(Path.of("/run/sshd"));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("sshd.log").toFile())
        .start();
  }

  private void awaitReady() throws IOException {
    for (int i = 0; i < STARTUP_TRIES; i++) {
      if (answers()) {
        return;
      }
      if (ended()) {
        break;
      }
    }
    throw new IOException("sshd is not ready:\n" + log());
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), PAUSE_MILLIS);
      return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII)
          .equals("SSH-");
    } catch (IOException e) {
      return false;
    }
  }

  private boolean ended() {
    try {
      return process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String must(List<String> command) {
    Program.Outcome outcome = Program.run(PATIENCE, command);
    if (outcome.code() != 0) {
      throw new IllegalStateException(command.getFirst() + " failed: " + outcome.output());
    }
    return outcome.output();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
