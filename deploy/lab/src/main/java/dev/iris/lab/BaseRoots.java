package dev.iris.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** File systems that hosts are made from: made once, kept in a cache, never written to again. */
final class BaseRoots {

  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final List<String> PACKAGES =
      List.of(
          "systemd,systemd-sysv,dbus,openssh-server,sudo,ca-certificates,iproute2,procps,apt"
              .split(","));

  /** What the stand-in for Alloy runs on. */
  private static final List<String> FOR_THE_STAND_IN =
      List.of("python3-minimal", "prometheus-node-exporter");

  private final Path folder;
  private final Consumer<String> says;

  BaseRoots(Path cache, Consumer<String> says) {
    this.folder = cache.resolve("roots");
    this.says = says;
  }

  /** The root of a base with these packages besides; made if need be, by one lab at a time. */
  Path root(Base base, List<String> with) {
    List<String> packages =
        Stream.of(PACKAGES, FOR_THE_STAND_IN, base.packages(), with).flatMap(List::stream).toList();
    String script = base.scripts().stream().map(BaseRoots::resource).collect(Collectors.joining());
    Path root = folder.resolve(base.id() + "-" + digest(base.suite() + packages + script));
    try {
      Files.createDirectories(folder);
      try (FileChannel lock =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // let go of when the file is closed
        lock.lock();
        if (!Files.isDirectory(root)) {
          says.accept(
              "Making a root of " + base.title() + ", once; this takes half a minute or so.");
          make(base, packages, script, root);
        }
        return root;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make(Base base, List<String> packages, String script, Path root) throws IOException {
    Path making = folder.resolve(".making");
    Tool.run("rm", "-rf", "--one-file-system", making.toString());
    Path hook = Files.createTempFile("iris-lab-root", ".sh");
    try {
      Files.writeString(hook, script);
      Tool.run("chmod", "700", hook.toString());
      // its mounts are its own: killed, it leaves none behind
      List<String> command =
          new ArrayList<>(List.of("unshare", "--mount", "mmdebstrap", "--variant=minbase"));
      command.add("--include=" + String.join(",", packages));
      command.add("--customize-hook=" + hook);
      // what is half written after a crash is made again anyway
      command.add("--dpkgopt=force-unsafe-io");
      command.addAll(List.of(base.suite(), making.toString()));
      Tool.run(LONGEST, command);
      Files.move(making, root);
    } finally {
      Files.delete(hook);
    }
  }

  static String resource(String name) {
    try (InputStream text = BaseRoots.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String of) {
    return HexFormat.of().toHexDigits(of.hashCode());
  }
}
