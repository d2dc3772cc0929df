package dev.iris.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The stand-in for Alloy: Python modules in one file that the hosts' Python runs. */
final class StandIn {

  static final List<String> MODULES =
      List.of(
          "__main__",
          "lexer",
          "syntax",
          "formatter",
          "components",
          "functions",
          "graph",
          "exporters",
          "controller",
          "web");

  private StandIn() {}

  /**
   * @param version with the package's revision
   */
  static Path write(Path folder, String version) {
    Path file = folder.resolve("alloy-" + version);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("#!/usr/bin/python3 -I\n".getBytes(StandardCharsets.UTF_8));
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        for (String module : MODULES) {
          add(zip, module + ".py", BaseRoots.resource("standin/" + module + ".py"));
        }
        add(zip, "release.py", "VERSION = \"" + version.replaceFirst("-.*", "") + "\"\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
