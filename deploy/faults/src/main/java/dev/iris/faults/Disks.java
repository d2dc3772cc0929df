package dev.iris.faults;

import dev.iris.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Disks of their own for PostgreSQL and Redis, so that each can be full while everything else has room: in-memory file systems whose
 * size is set to what is used. Only root may mount; without that there are none, and full disks are left out of the run.
 */
final class Disks implements AutoCloseable {

  private static final String ROOMY = "3g";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long CRUMB = 256 << 10;
  private static final List<String> NEIGHBOURS = List.of("run", "log", "inbox");

  private final Map<String, Path> mounts;

  private Disks(Map<String, Path> mounts) {
    this.mounts = new ConcurrentHashMap<>(mounts);
  }

  /** Nothing can be full. */
  static Disks none() {
    return new Disks(Map.of());
  }

  /**
   * Prepares a data folder: PostgreSQL's disk is the folder itself, Redis' is a folder in it, and what both must not take along lies
   * elsewhere.
   *
   * @param data does not exist yet
   * @param neighbours where the other parts' files go
   */
  static Disks prepare(Path data, Path neighbours) {
    try {
      Files.createDirectories(data);
      if (!mount(data)) {
        return none();
      }
      Disks disks = new Disks(Map.of(Parts.POSTGRESQL, data));
      Path redis = Files.createDirectories(neighbours.resolve(Parts.REDIS));
      if (mount(redis)) {
        disks.mounts.put(Parts.REDIS, redis);
      }
      Files.createSymbolicLink(data.resolve(Parts.REDIS), redis);
      for (String folder : NEIGHBOURS) {
        Files.createSymbolicLink(
            data.resolve(folder), Files.createDirectories(neighbours.resolve(folder)));
      }
      Runtime.getRuntime().addShutdownHook(new Thread(disks::close));
      return disks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String part) {
    return mounts.containsKey(part);
  }

  /** From now on that part finds no room for anything new. */
  void fill(String part) {
    Path mount = Optional.ofNullable(mounts.get(part)).orElseThrow();
    try {
      FileStore store = Files.getFileStore(mount);
      long used = store.getTotalSpace() - store.getUnallocatedSpace();
      if (!run("mount", "-o", "remount,size=" + (used + CRUMB), mount.toString())) {
        throw new IllegalStateException("the disk of " + part + " cannot be filled");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void freeAll() {
    mounts.values().forEach(mount -> run("mount", "-o", "remount,size=" + ROOMY, mount.toString()));
  }

  /** Unmounts what is still mounted. */
  @Override
  public void close() {
    mounts.values().forEach(mount -> run("umount", "-l", mount.toString()));
    mounts.clear();
  }

  private static boolean mount(Path folder) {
    return run(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=" + ROOMY + ",mode=700",
        "iris-faults",
        folder.toString());
  }

  private static boolean run(String... command) {
    try {
      Program.Outcome outcome = Program.run(LIMIT, List.of(command));
      if (outcome.code() != 0) {
        System.err.println("  " + String.join(" ", command) + ": " + outcome.output().strip());
      }
      return outcome.code() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
