package dev.iris.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Grafana Alloy's package as its vendor lays it out: unit, user, configuration, environment file, scripts. In it is a real
 * Alloy if there is one, else the stand-in.
 */
final class AlloyPackage {

  private static final Pattern VERSION = Pattern.compile("version v([0-9]+\\.[0-9]+\\.[0-9]+\\S*)");
  private static final List<String> STAND_IN_VERSIONS = List.of("1.17.1-1", "1.18.1-1");

  private final Path work;
  private final Map<String, Path> binaries;

  private AlloyPackage(Path work, Map<String, Path> binaries) {
    this.work = work;
    this.binaries = binaries;
  }

  /** Two versions of the stand-in, so that going up and down can be tried. */
  static AlloyPackage standIn(Path work) {
    Map<String, Path> binaries = new java.util.TreeMap<>();
    for (String version : STAND_IN_VERSIONS) {
      binaries.put(version, StandIn.write(work, version));
    }
    return new AlloyPackage(work, binaries);
  }

  /** A real Alloy has one version: it is packaged twice, so that there is something to go up and down between. */
  static AlloyPackage of(Path work, Path binary) {
    Matcher version = VERSION.matcher(Tool.run(binary.toString(), "--version"));
    if (!version.find()) {
      throw new LabException(binary + " --version does not say that it is Alloy.");
    }
    return new AlloyPackage(
        work, Map.of(version.group(1) + "-1", binary, version.group(1) + "-2", binary));
  }

  static String debianArchitecture() {
    return Tool.run("dpkg", "--print-architecture").strip();
  }

  /** Versions with the package's revision, as {@code 1.18.1-1}. */
  List<String> versions() {
    return binaries.keySet().stream().sorted().toList();
  }

  /** A Debian package for each version. */
  List<Path> debs() {
    try {
      List<Path> made = new ArrayList<>();
      for (Map.Entry<String, Path> one : binaries.entrySet()) {
        made.add(deb(one.getKey(), one.getValue()));
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path deb(String version, Path binary) throws IOException {
    String architecture = debianArchitecture();
    Path tree = work.resolve("deb-" + version);
    layOut(tree, binary, "etc/default/alloy");
    put(
        tree,
        "DEBIAN/control",
        "deb/control",
        0644,
        Map.of("VERSION", version, "ARCHITECTURE", architecture));
    put(tree, "DEBIAN/conffiles", "deb/conffiles", 0644, Map.of());
    for (String script : List.of("postinst", "prerm", "postrm")) {
      put(tree, "DEBIAN/" + script, "deb/" + script, 0755, Map.of());
    }
    Path file = work.resolve("alloy_" + version + "_" + architecture + ".deb");
    // gzip: also the oldest dpkg of the lab reads it
    Tool.run(
        "dpkg-deb",
        "--root-owner-group",
        "-Zgzip",
        "-z1",
        "--build",
        tree.toString(),
        file.toString());
    return file;
  }

  /** An rpm package for each version, not signed. */
  List<Path> rpms() {
    try {
      List<Path> made = new ArrayList<>();
      for (Map.Entry<String, Path> one : binaries.entrySet()) {
        made.add(rpm(one.getKey(), one.getValue()));
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path rpm(String version, Path binary) throws IOException {
    Path tree = work.resolve("rpm-" + version);
    layOut(tree, binary, "etc/sysconfig/alloy");
    Path top = work.resolve("rpmbuild-" + version);
    String number = version.substring(0, version.lastIndexOf('-'));
    String release = version.substring(version.lastIndexOf('-') + 1);
    Map<String, String> values =
        Map.of("VERSION", number, "RELEASE", release, "TREE", tree.toString());
    put(top, "alloy.spec", "rpm/alloy.spec", 0644, values);
    String machine = Tool.run("uname", "-m").strip();
    Tool.run(
        "rpmbuild",
        "--quiet",
        "--define",
        "_topdir " + top,
        "--target",
        machine,
        "-bb",
        top.resolve("alloy.spec").toString());
    return top.resolve("RPMS/%1$s/alloy-%2$s.%1$s.rpm".formatted(machine, version));
  }

  /** What both kinds of package have in common. */
  static void layOut(Path tree, Path binary, String environment) throws IOException {
    Map<String, String> names = Map.of("ENVIRONMENT_FILE", "/" + environment);
    put(tree, environment, "environment", 0644, Map.of());
    put(tree, "etc/alloy/config.alloy", "config.alloy", 0644, Map.of());
    put(tree, "usr/lib/systemd/system/alloy.service", "alloy.service", 0644, names);
    Tool.run(
        "install", "-D", "-m", "755", binary.toString(), tree.resolve("usr/bin/alloy").toString());
  }

  private static void put(
      Path tree, String path, String resource, int mode, Map<String, String> values)
      throws IOException {
    String text = BaseRoots.resource("alloy/" + resource);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Tool.run("chmod", Integer.toOctalString(mode), file.toString());
  }
}
