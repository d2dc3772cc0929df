package dev.iris.enrollment.detect;

import dev.iris.enrollment.platform.OsRelease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host is and runs, as it says itself: text of its own, cut to a bearable length and without control characters. What
 * it did not say is empty, which is not the same as "none".
 *
 * @param architecture as {@code uname -m} has it
 * @param init the name of process 1
 * @param systemd whether systemd is what runs it
 * @param allRights whether the look was taken as root: if not, owners of ports and firewalls stay unknown
 * @param freeKilobytes of /, /var and /tmp
 * @param clock the host's time when it was asked
 * @param packageManagers of apt-get, dnf, yum, zypper, which it has
 * @param packageManagersBusy programs that hold the package database at this moment
 * @param firewalls of firewalld, ufw, nftables, which filter what comes in
 * @param services running units, without {@code .service}
 * @param mtus of its network interfaces
 */
public record HostFacts(
    OsRelease os,
    String architecture,
    String kernel,
    String hostname,
    String machineId,
    String init,
    boolean systemd,
    boolean allRights,
    Map<String, Long> freeKilobytes,
    @Nullable Instant clock,
    Set<String> packageManagers,
    Set<String> packageManagersBusy,
    Set<String> firewalls,
    List<Listener> listeners,
    Set<String> services,
    Map<String, Long> mtus,
    Alloy alloy) {

  /**
   * A port that something listens on.
   *
   * @param address as the host writes it: {@code 127.0.0.1}, {@code *}, {@code [::]}
   * @param program who listens; empty where the host does not say
   */
  public record Listener(String address, int port, String program) {

    /** Whether other machines could reach it. */
    public boolean open() {
      return !address.startsWith("127.") && !address.equals("[::1]");
    }
  }

  /**
   * The Alloy that is there.
   *
   * @param version such as {@code 1.11.3}; empty without Alloy
   * @param unit what systemd knows of its service: LoadState, ActiveState, UnitFileState
   * @param environmentFile empty without one
   * @param configFile what the environment file names; empty where it names none
   * @param configSha256 of /etc/alloy/config.alloy; empty without one
   */
  public record Alloy(
      String version,
      Map<String, String> unit,
      String environmentFile,
      String configFile,
      String configSha256) {

    public Alloy {
      unit = Map.copyOf(unit);
    }

    /** Whether there is one, however it came there. */
    public boolean present() {
      return !version.isEmpty() || "loaded".equals(unit.get("LoadState"));
    }
  }

  public HostFacts {
    freeKilobytes = Map.copyOf(freeKilobytes);
    packageManagers = Set.copyOf(packageManagers);
    packageManagersBusy = Set.copyOf(packageManagersBusy);
    firewalls = Set.copyOf(firewalls);
    listeners = List.copyOf(listeners);
    services = Set.copyOf(services);
    mtus = Map.copyOf(mtus);
  }

  /** Who listens on a port, if anybody. */
  public Optional<Listener> listenerOn(int port) {
    return listeners.stream().filter(listener -> listener.port() == port).findFirst();
  }
}
