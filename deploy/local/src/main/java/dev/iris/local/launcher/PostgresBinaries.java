package dev.iris.local.launcher;

import dev.iris.local.Refusal;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this system, unpacked from the jar they come in. */
final class PostgresBinaries {

  private static final String FOLDER = "postgresql";

  private PostgresBinaries() {}

  /**
   * The folder that holds {@code bin} and {@code lib}. It appears under its name only when it is complete.
   *
   * @param unpacked where unpacked programs are kept
   */
  static Path in(Path unpacked) {
    Path folder = unpacked.resolve(FOLDER);
    if (Files.isExecutable(folder.resolve("bin/postgres"))) {
      return folder;
    }
    try {
      Files.createDirectories(unpacked);
      Path fresh = Files.createTempDirectory(unpacked, FOLDER);
      try (InputStream archive = archive()) {
        unpack(archive, fresh);
      }
      try {
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
        // somebody else was as quick; theirs is as good
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL to " + unpacked, e);
    }
  }

  private static InputStream archive() throws IOException {
    String system = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
          system.startsWith("Mac") ? "Darwin" : system, architecture);
    } catch (IllegalStateException e) {
      throw new Refusal(
          "There is no embedded PostgreSQL for %s on %s.".formatted(system, architecture));
    }
  }

  private static void unpack(InputStream archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("an entry leads out of the archive: " + entry.getName());
        }
        unpack(tar, entry, target);
      }
    }
    // also for whoever PostgreSQL runs as when it may not run as root
    Files.setPosixFilePermissions(folder, permissions(0755));
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(tar, target);
      Files.setPosixFilePermissions(target, permissions(entry.getMode()));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode >> (all.length - 1 - i) & 1) == 1) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}
