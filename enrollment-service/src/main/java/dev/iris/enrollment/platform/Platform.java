package dev.iris.enrollment.platform;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A family of systems that are managed alike. */
public sealed interface Platform {

  /** What the host says of itself. */
  OsRelease os();

  /** Where the package of Alloy keeps the variables of its service. */
  String alloyEnvironmentFile();

  /** The family of a system, if Iris knows it. */
  static Optional<Platform> of(OsRelease os) {
    return Stream.concat(Stream.of(os.id()), os.like().stream())
        .flatMap(id -> family(id, os).stream())
        .findFirst();
  }

  private static Optional<Platform> family(String id, OsRelease os) {
    if (Debian.IDS.contains(id)) {
      return Optional.of(new Debian(os));
    }
    if (Rhel.IDS.contains(id)) {
      return Optional.of(new Rhel(os));
    }
    return Suse.IDS.contains(id) ? Optional.of(new Suse(os)) : Optional.empty();
  }

  /** Debian, Ubuntu and what is made of them: apt. */
  record Debian(OsRelease os) implements Platform {
    private static final Set<String> IDS = Set.of("debian", "ubuntu");

    @Override
    public String alloyEnvironmentFile() {
      return "/etc/default/alloy";
    }
  }

  /** Red Hat Enterprise Linux, its rebuilds, Fedora, Amazon Linux: dnf, or yum. */
  record Rhel(OsRelease os) implements Platform {
    private static final Set<String> IDS =
        Set.of("rhel", "centos", "fedora", "rocky", "almalinux", "ol", "amzn");

    @Override
    public String alloyEnvironmentFile() {
      return "/etc/sysconfig/alloy";
    }
  }

  /** SUSE Linux Enterprise and openSUSE: zypper. */
  record Suse(OsRelease os) implements Platform {
    private static final Set<String> IDS =
        Set.of("suse", "opensuse", "sles", "sled", "opensuse-leap", "opensuse-tumbleweed");

    @Override
    public String alloyEnvironmentFile() {
      return "/etc/sysconfig/alloy";
    }
  }
}
