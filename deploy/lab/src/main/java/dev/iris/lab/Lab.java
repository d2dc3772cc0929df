package dev.iris.lab;

import dev.iris.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Throw-away hosts and what they install from. A lab outlives the JVM that made it: {@link #in} finds it again. Two labs can
 * be up at once if their folders and networks differ.
 */
public final class Lab implements AutoCloseable {

  private final LabFolder folder;
  private final Network network;

  private Lab(LabFolder folder) {
    this.folder = folder;
    this.network = folder.network();
  }

  /**
   * Makes a lab; all its hosts have finished starting when it returns.
   *
   * @param says is told what takes long
   * @throws LabException if it cannot be; then nothing is left of it
   */
  public static Lab up(LabSettings settings, Consumer<String> says) {
    List<String> missing = Prerequisites.missing(settings.bases());
    if (!missing.isEmpty()) {
      throw new LabException("A lab cannot be made here:\n  " + String.join("\n  ", missing));
    }
    LabFolder folder = new LabFolder(settings.folder());
    if (folder.isInUse()) {
      throw new LabException(
          "There is a lab in " + folder.path() + " already: take it down first.");
    }
    return new Building(settings, folder, says).build();
  }

  /** The lab of a folder, whole or what is left of one. */
  public static Optional<Lab> in(Path path) {
    LabFolder folder = new LabFolder(path.toAbsolutePath().normalize());
    return folder.isInUse() ? Optional.of(new Lab(folder)) : Optional.empty();
  }

  public List<LabHost> hosts() {
    return folder.hosts();
  }

  /** The private key of root, ops and deploy on every host, in OpenSSH's format, without a passphrase. */
  public Path key() {
    return folder.key();
  }

  /** With which ops logs in and answers sudo; deploy needs none for sudo. */
  public String password() {
    return LabFolder.read(folder.password());
  }

  /** Where the hosts reach the lab's packages: {@code /apt} and the faulty ones beside it. */
  public URI packages() {
    return Packages.address(network);
  }

  /** This machine's address, as the hosts see it. */
  public String gateway() {
    return network.gateway();
  }

  /** The public key, armored, that packages are signed with. */
  public Path signingKey() {
    return new Packages(folder).key();
  }

  public String signingFingerprint() {
    return new Packages(folder).fingerprint();
  }

  /** Versions of Alloy in the repositories, the oldest first, as {@code 1.18.1-1}. */
  public List<String> alloyVersions() {
    return new Packages(folder).versions();
  }

  /** Whether the packages hold the stand-in, not a real Alloy. */
  public boolean hasStandIn() {
    return new Packages(folder).areStandIns();
  }

  /** Environment variables with which an Iris enrols hosts of this lab. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    String repository = "IRIS_ENROLLMENT_AGENT_REPOSITORY_";
    settings.put(repository + "APT", packages().resolve("/apt").toString());
    settings.put(repository + "RPM", packages().resolve("/rpm").toString());
    settings.put(repository + "KEY_FILE", signingKey().toString());
    settings.put(repository + "KEY_FINGERPRINTS", signingFingerprint());
    settings.put("IRIS_ENROLLMENT_PROMETHEUS_DEFAULT_SCRAPES_FROM", gateway());
    return settings;
  }

  /** Runs a command line on a host by its own sshd, as root, ops or deploy. */
  public Program.Outcome ssh(LabHost host, String user, String command, Duration limit) {
    return Ssh.run(folder, host, user, command, limit);
  }

  public boolean servesPackages() {
    return folder.server().runs();
  }

  /** As if a host's power failed. */
  public void cutPower(LabHost host) {
    machine(host).cutPower();
  }

  /** Starts a host whose power is off; {@link #awaitStarted} waits for it. */
  public void powerOn(LabHost host) {
    machine(host).boot();
  }

  public void awaitStarted(LabHost host) {
    Ssh.awaitStarted(folder, host);
  }

  /** Pulls a host's network cable, or puts it in again. */
  public void plug(LabHost host, boolean in) {
    network.plug(host.name(), in);
  }

  private Machine machine(LabHost host) {
    return new Machine(host, network);
  }

  /** Takes it down: no process, mount, namespace, control group, interface or file of it is left. */
  @Override
  public void close() {
    demolish(folder, network);
  }

  static void demolish(LabFolder folder, Network network) {
    List<Machine> machines =
        folder.hosts().stream().map(host -> new Machine(host, network)).toList();
    Parallel.each(machines, Machine::pressPowerButton);
    Parallel.each(machines, Machine::remove);
    folder.server().end();
    network.close();
    WatchLimit.of(folder).putBack();
    folder.end();
  }

  /** A lab that is being made. */
  private record Building(LabSettings settings, LabFolder folder, Consumer<String> says) {

    Lab build() {
      Network network = settings.network();
      network.refuseIfTaken();
      List<Path> roots =
          settings.bases().stream()
              .map(base -> new BaseRoots(settings.cache(), says).root(base, settings.with()))
              .toList();
      try {
        folder.begin(network);
        makeKeys();
        network.open();
        new Packages(folder).make(settings);
        new Packages(folder).serve(network);
        WatchLimit.of(folder).raiseFor(settings.hosts());
        Parallel.upTo(settings.hosts(), number -> makeHost(number, roots));
        Parallel.each(folder.hosts(), host -> Ssh.awaitStarted(folder, host));
        return new Lab(folder);
      } catch (IOException e) {
        demolish(folder, network);
        throw new UncheckedIOException(e);
      } catch (RuntimeException e) {
        demolish(folder, network);
        throw e;
      }
    }

    private void makeKeys() throws IOException {
      Tool.run(
          "ssh-keygen",
          "-q",
          "-t",
          "ed25519",
          "-N",
          "",
          "-C",
          "iris-lab",
          "-f",
          folder.key().toString());
      byte[] random = new byte[12];
      new SecureRandom().nextBytes(random);
      Secrets.write(folder.password(), HexFormat.of().formatHex(random) + "\n");
    }

    private void makeHost(int number, List<Path> roots) {
      int turn = (number - 1) % roots.size();
      String name = "h" + number;
      LabHost host =
          new LabHost(
              name,
              settings.network().address(number),
              settings.bases().get(turn),
              folder.host(name));
      Machine machine = new Machine(host, settings.network());
      try {
        machine.mount(roots.get(turn));
        machine.personalise(folder.publicKey(), LabFolder.read(folder.password()));
        machine.connect();
        machine.boot();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
