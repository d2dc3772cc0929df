package dev.iris.lab;

import dev.iris.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What this machine must have before anything of a lab is made. */
final class Prerequisites {

  /** Programs, and the packages of Debian that have them. */
  private static final Map<String, String> ALWAYS = new LinkedHashMap<>();

  static {
    ALWAYS.put("systemd-nspawn", "systemd-container");
    ALWAYS.put("mmdebstrap", "mmdebstrap");
    ALWAYS.put("apt-ftparchive", "apt-utils");
    ALWAYS.put("dpkg-deb", "dpkg");
    ALWAYS.put("gpg", "gnupg");
    ALWAYS.put("gpgconf", "gnupg");
    ALWAYS.put("ip", "iproute2");
    ALWAYS.put("ssh", "openssh-client");
    ALWAYS.put("ssh-keygen", "openssh-client");
    ALWAYS.put("sysctl", "procps");
    ALWAYS.put("setsid", "util-linux");
  }

  private static final Map<String, String> FOR_RPM =
      Map.of("rpmbuild", "rpm", "rpmsign", "rpm", "createrepo_c", "createrepo-c");

  /** Without it mmdebstrap believes none of Debian's archives; other distributions do not have it by themselves. */
  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  private Prerequisites() {}

  /**
   * What keeps a lab from being made here, a line each; empty if nothing does.
   *
   * @param bases what its hosts are to be made from
   */
  static List<String> missing(List<Base> bases) {
    Map<String, String> programs = new LinkedHashMap<>(ALWAYS);
    if (bases.stream().anyMatch(Base::usesRpm)) {
      programs.putAll(FOR_RPM);
    }
    List<String> lines = new ArrayList<>(missing(programs, isRoot()));
    if (!Files.exists(KEYRING)) {
      lines.add("It needs " + KEYRING + ": apt-get install debian-archive-keyring");
    }
    return lines;
  }

  static List<String> missing(Map<String, String> programs, boolean root) {
    List<String> lines = new ArrayList<>();
    if (!root) {
      lines.add("It needs root, for mounts and network namespaces: run it with sudo.");
    }
    List<String> absent =
        programs.keySet().stream().filter(program -> Peers.find(program).isEmpty()).toList();
    if (!absent.isEmpty()) {
      Set<String> packages = new TreeSet<>();
      absent.forEach(program -> packages.add(programs.getOrDefault(program, program)));
      lines.add(
          "It needs %s: apt-get install --no-install-recommends %s"
              .formatted(String.join(", ", absent), String.join(" ", packages)));
    }
    return lines;
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
