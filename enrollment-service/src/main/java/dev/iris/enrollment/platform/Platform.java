package dev.iris.enrollment.platform;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A family of systems that are managed alike. */
public sealed interface Platform {

  /** Where hosts with rpm keep keys. */
  String RPM_KEY = "/etc/pki/rpm-gpg/RPM-GPG-KEY-iris-alloy";

  /** What the host says of itself. */
  OsRelease os();

  /** Where the package of Alloy keeps the variables of its service. */
  String alloyEnvironmentFile();

  /** Where Alloy's configuration is. */
  default String alloyConfigFile() {
    return "/etc/alloy/config.alloy";
  }

  /** The package managers that will do, any of them. */
  Set<String> packageManagers();

  /** Where the file is that names the repository of Alloy. */
  String repositoryFile();

  /** Where the keys are that its packages are signed with. */
  String keyFile();

  /**
   * What is in the file that names the repository.
   *
   * @param held whether nobody but Iris is to change Alloy's version
   */
  String repositoryText(String url, boolean held);

  /** Where a program beside Alloy gets its arguments from; empty if this family's own repositories have no such programs. */
  Optional<String> companionFile(String packageName);

  /** The scripts that this family's others are made with, the general ones first. */
  Stream<String> scripts();

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

  /**
   * As dnf, yum and zypper have it.
   *
   * @param enabled whether it is asked also when nobody names it
   */
  private static String rpmRepository(String url, boolean enabled) {
    return """
        [iris-alloy]
        name=Grafana Alloy, set up by Iris
        baseurl=%s
        enabled=%d
        autorefresh=0
        gpgcheck=1
        repo_gpgcheck=1
        pkg_gpgcheck=1
        gpgkey=file://%s
        sslverify=1
        """
        .formatted(url, enabled ? 1 : 0, RPM_KEY);
  }

  /** Debian, Ubuntu and what is made of them: apt. */
  record Debian(OsRelease os) implements Platform {
    private static final Set<String> IDS = Set.of("debian", "ubuntu");

    @Override
    public String alloyEnvironmentFile() {
      return "/etc/default/alloy";
    }

    @Override
    public Set<String> packageManagers() {
      return Set.of("apt-get");
    }

    @Override
    public String repositoryFile() {
      return "/etc/apt/sources.list.d/iris-alloy.list";
    }

    @Override
    public String keyFile() {
      return "/etc/apt/keyrings/iris-alloy.asc";
    }

    @Override
    public String repositoryText(String url, boolean held) {
      return "deb [signed-by=%s] %s stable main\n".formatted(keyFile(), url);
    }

    @Override
    public Optional<String> companionFile(String packageName) {
      return Optional.of("/etc/default/" + packageName);
    }

    @Override
    public Stream<String> scripts() {
      return Stream.of("debian");
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

    @Override
    public Set<String> packageManagers() {
      return Set.of("dnf", "yum");
    }

    @Override
    public String repositoryFile() {
      return "/etc/yum.repos.d/iris-alloy.repo";
    }

    @Override
    public String keyFile() {
      return RPM_KEY;
    }

    @Override
    public String repositoryText(String url, boolean held) {
      return rpmRepository(url, !held);
    }

    @Override
    public Optional<String> companionFile(String packageName) {
      return Optional.empty();
    }

    @Override
    public Stream<String> scripts() {
      return Stream.of("rpm", "rhel");
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

    @Override
    public Set<String> packageManagers() {
      return Set.of("zypper");
    }

    @Override
    public String repositoryFile() {
      return "/etc/zypp/repos.d/iris-alloy.repo";
    }

    @Override
    public String keyFile() {
      return RPM_KEY;
    }

    @Override
    public String repositoryText(String url, boolean held) {
      return rpmRepository(url, true);
    }

    @Override
    public Optional<String> companionFile(String packageName) {
      return Optional.empty();
    }

    @Override
    public Stream<String> scripts() {
      return Stream.of("rpm", "suse");
    }
  }
}
