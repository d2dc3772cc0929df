package dev.iris.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a host of the lab is made from. */
public enum Base {
  DEBIAN_12("debian-12", "Debian 12", "bookworm"),
  DEBIAN_13("debian-13", "Debian 13", "trixie"),
  DEBIAN_11("debian-11", "Debian 11", "bullseye");

  private final String id;
  private final String title;
  private final String suite;

  Base(String id, String title, String suite) {
    this.id = id;
    this.title = title;
    this.suite = suite;
  }

  /** As it is named on the command line. */
  public String id() {
    return id;
  }

  /** As people are told; says so if it only stands in for a distribution. */
  public String title() {
    return title;
  }

  /** The release of Debian whose packages it is made of. */
  String suite() {
    return suite;
  }

  static Optional<Base> named(String id) {
    return Arrays.stream(values()).filter(base -> base.id.equals(id)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Base::id).toList();
  }
}
