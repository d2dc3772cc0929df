package dev.iris.enrollment.prometheus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A folder of target files that a Prometheus reads. A file is there whole or not at all; whatever fails leaves the one before as it
 * was. Only files named after hosts by us are touched, and none is ever deleted. Blocks; whoever writes the same host holds its row.
 */
final class TargetFolder {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final long LONGEST_OTHER = 4 * 1024 * 1024;

  private final Path base;

  private TargetFolder(Path base) {
    this.base = base;
  }

  /**
   * Opens it: where links lead is decided once, here.
   *
   * @throws TargetException if it is not a folder
   */
  static TargetFolder open(Path folder) {
    try {
      Path base = folder.toRealPath();
      if (!Files.isDirectory(base)) {
        throw new NotDirectoryException(folder.toString());
      }
      return new TargetFolder(base);
    } catch (IOException e) {
      throw TargetException.of(folder, e);
    }
  }

  /** Fails if nothing can be written here. */
  void requireWritable() {
    if (!Files.isWritable(base)) {
      throw TargetException.of(base, new AccessDeniedException(base.toString()));
    }
  }

  /** Whether a host's file has this content. */
  boolean holds(UUID host, byte[] content) {
    try {
      return holds(fileOf(host), content);
    } catch (IOException e) {
      throw TargetException.of(base, e);
    }
  }

  /** Whether a host has a file. */
  boolean has(UUID host) {
    return Files.exists(fileOf(host), LinkOption.NOFOLLOW_LINKS);
  }

  /** Writes a host's file; false if it was there already, and was left untouched. */
  boolean write(UUID host, byte[] content) {
    return replace(fileOf(host).getFileName().toString(), content);
  }

  /** Takes a host's file out of Prometheus' sight, under a name that says when; false if there is none. */
  boolean retire(UUID host, Instant now) {
    return has(host) && setAside(fileOf(host).getFileName().toString(), "deleted", now);
  }

  /** Writes a file of this folder; false if it has this content already. */
  boolean replace(String name, byte[] content) {
    Path file = resolve(name);
    // The name ends in no suffix that Prometheus reads.
    Path temporary = resolve("." + name + ".tmp");
    try {
      if (holds(file, content)) {
        return false;
      }
      try {
        Files.deleteIfExists(temporary);
        write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        discard(temporary, e);
        throw e;
      }
      sync();
      return true;
    } catch (IOException e) {
      throw TargetException.of(base, e);
    }
  }

  /** Renames a file to {@code name.why.time}, and to another name if that one is taken. */
  boolean setAside(String name, String why, Instant now) {
    try {
      Files.move(resolve(name), free(name, why, now));
      sync();
      return true;
    } catch (IOException e) {
      throw TargetException.of(base, e);
    }
  }

  /** Keeps what a file holds as {@code name.why.time}. */
  void backUp(String name, byte[] content, String why, Instant now) {
    try {
      write(free(name, why, now), content);
      sync();
    } catch (IOException e) {
      throw TargetException.of(base, e);
    }
  }

  private Path free(String name, String why, Instant now) {
    String wanted = name + "." + why + "." + STAMP.format(now);
    Path free = resolve(wanted);
    for (int next = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); next++) {
      free = resolve(wanted + "-" + next);
    }
    return free;
  }

  /** The files that Prometheus may read and that are not named by us, by their names. */
  SortedMap<String, byte[]> others() {
    SortedMap<String, byte[]> others = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(base, "*.{json,yml,yaml}")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.startsWith("iris-")
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.size(file) <= LONGEST_OTHER) {
          others.put(name, Files.readAllBytes(file));
        }
      }
      return others;
    } catch (DirectoryIteratorException e) {
      throw TargetException.of(base, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw TargetException.of(base, e);
    }
  }

  private Path fileOf(UUID host) {
    return resolve("iris-" + host + ".json");
  }

  private Path resolve(String name) {
    Path path = base.resolve(name).normalize();
    if (!base.equals(path.getParent())) {
      throw new IllegalArgumentException("not a file of this folder");
    }
    return path;
  }

  private static boolean holds(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static void discard(Path temporary, IOException failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** A rename is on disk when its folder is. */
  private void sync() throws IOException {
    try (FileChannel folder = FileChannel.open(base, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
