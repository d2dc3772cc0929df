package dev.iris.local.launcher;

import dev.iris.local.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Held by the launcher that owns a data folder, for as long as it lives: the operating system lets go of it if it is killed. */
final class FolderLock implements AutoCloseable {

  private static final String LAUNCHER = "launcher";

  private final FileChannel channel;
  private final PidFile pidFile;

  private FolderLock(FileChannel channel, PidFile pidFile) {
    this.channel = channel;
    this.pidFile = pidFile;
  }

  /**
   * Takes the folder.
   *
   * @throws Refusal if another launcher has it
   */
  static FolderLock take(DataFolder data) {
    PidFile pidFile = PidFile.of(data, LAUNCHER);
    try {
      FileChannel channel =
          FileChannel.open(
              data.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new Refusal(
            "Another Iris%s already works on the data folder %s; ./iris down --data %s ends it."
                .formatted(
                    owner(data).map(process -> " (pid " + process.pid() + ")").orElse(""),
                    data.root(),
                    data.root()));
      }
      pidFile.write(ProcessHandle.current().pid());
      return new FolderLock(channel, pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The launcher that owns the folder now. */
  static Optional<ProcessHandle> owner(DataFolder data) {
    return PidFile.of(data, LAUNCHER)
        .process("iris-local")
        .filter(process -> process.pid() != ProcessHandle.current().pid());
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    pidFile.delete();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
