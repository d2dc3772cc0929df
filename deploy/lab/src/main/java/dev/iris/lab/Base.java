package dev.iris.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a host of the lab is made from. All are made of Debian's packages; those that stand in for another distribution have its
 * package manager and its name, and say that they stand in.
 */
public enum Base {
  DEBIAN_12("debian-12", "Debian 12", "bookworm", false, "", "root.sh"),
  DEBIAN_13("debian-13", "Debian 13", "trixie", false, "", "root.sh"),
  DEBIAN_11("debian-11", "Debian 11", "bullseye", false, "", "root.sh"),
  RHEL("rhel", "Rocky Linux 9.4 [stand-in]", "bookworm", true, "rpm dnf", "root.sh rpm.sh rhel.sh"),
  SUSE(
      "suse",
      "openSUSE Leap 15.6 [stand-in]",
      "bookworm",
      true,
      "rpm zypper",
      "root.sh rpm.sh suse.sh");

  private final String id;
  private final String title;
  private final String suite;
  private final boolean standIn;
  private final String packages;
  private final String scripts;

  Base(String id, String title, String suite, boolean standIn, String packages, String scripts) {
    this.id = id;
    this.title = title;
    this.suite = suite;
    this.standIn = standIn;
    this.packages = packages;
    this.scripts = scripts;
  }

  /** As it is named on the command line. */
  public String id() {
    return id;
  }

  /** As people are told; says so if it only stands in for a distribution. */
  public String title() {
    return title;
  }

  /** Whether it only stands in for a distribution: package manager and name are right, the rest is Debian's. */
  public boolean isStandIn() {
    return standIn;
  }

  /** The release of Debian whose packages it is made of. */
  String suite() {
    return suite;
  }

  /** What it has besides what every base has. */
  List<String> packages() {
    return words(packages);
  }

  /** Run one after the other, as one script, once its packages are there. */
  List<String> scripts() {
    return words(scripts);
  }

  /** Whether its hosts install rpm packages. */
  boolean usesRpm() {
    return packages().contains("rpm");
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  static Optional<Base> named(String id) {
    return Arrays.stream(values()).filter(base -> base.id.equals(id)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Base::id).toList();
  }
}
