package dev.iris.web.access;

import dev.iris.web.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys in force. The file is looked at again as requests come in, at most once per interval, and read again when it
 * changed: a key that was removed stops working within that interval. A file that cannot be read leaves the last keys in
 * force.
 */
final class KeyRing {

  private static final Logger LOG = Logger.getLogger(KeyRing.class);

  /** Compared with when the id is unknown, so that the time of the answer does not tell which ids exist. */
  private static final ApiKey NOBODY = new ApiKey("nobody", Role.VIEWER, "0".repeat(64));

  private record Version(FileTime modified, long size, @Nullable Object inode) {}

  private record Snapshot(Version version, Map<String, ApiKey> keys) {}

  private final Path file;
  private final long interval;
  private final AtomicLong lookedAt = new AtomicLong(System.nanoTime());
  private volatile Snapshot snapshot;
  private volatile boolean unreadable;

  private KeyRing(Path file, Duration interval, Snapshot first) {
    this.file = file;
    this.interval = interval.toNanos();
    this.snapshot = first;
  }

  /** Reads the file for the first time. */
  static KeyRing of(Path file, Duration interval) throws IOException {
    return new KeyRing(file, interval, read(file));
  }

  /** The key with that text, if it is in force. */
  Optional<ApiKey> find(String text) {
    refresh();
    Optional<ApiKey> candidate = ApiKey.idIn(text).map(snapshot.keys()::get);
    boolean matches = candidate.orElse(NOBODY).matches(text);
    return matches ? candidate : Optional.empty();
  }

  int size() {
    return snapshot.keys().size();
  }

  private void refresh() {
    long now = System.nanoTime();
    long last = lookedAt.get();
    if (now - last < interval || !lookedAt.compareAndSet(last, now)) {
      return;
    }
    try {
      if (!version(file).equals(snapshot.version())) {
        snapshot = read(file);
        LOG.infof("the key file changed: %d keys are in force", size());
      }
      unreadable = false;
    } catch (IOException e) {
      if (!unreadable) {
        LOG.warnf(
            e, "the key file %s cannot be read: the last %d keys stay in force", file, size());
      }
      unreadable = true;
    }
  }

  private static Snapshot read(Path file) throws IOException {
    // The version first: a change while reading is then seen as one more change, not missed.
    Version version = version(file);
    return new Snapshot(version, KeyFile.parse(Files.readAllLines(file)));
  }

  private static Version version(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }
}
