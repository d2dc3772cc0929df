package dev.iris.enrollment.prometheus;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** Targets could not be kept as asked. What was there before is still there. */
public final class TargetException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String remedy;

  TargetException(String code, String remedy) {
    super(code + ": " + remedy);
    this.code = code;
    this.remedy = remedy;
  }

  /** With what the system said, for the log. Not as the cause: in a transaction an IOException there means a lost database. */
  private TargetException(String code, String remedy, IOException refusal) {
    this(code, remedy);
    addSuppressed(refusal);
  }

  /** What an operating system's refusal means for a folder of targets. */
  static TargetException of(Path folder, IOException refusal) {
    String reason =
        refusal instanceof FileSystemException e && e.getReason() != null
            ? e.getReason().toLowerCase(Locale.ROOT)
            : String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT);
    if (reason.contains("no space left") || reason.contains("quota exceeded")) {
      return new TargetException(
          "targets-disk-full", "Make room on the file system of " + folder + ".", refusal);
    }
    if (refusal instanceof AccessDeniedException
        || reason.contains("read-only")
        || reason.contains("permission denied")
        || reason.contains("not permitted")) {
      return new TargetException(
          "targets-folder-not-writable",
          "Let the user that the service runs as write into " + folder + ".",
          refusal);
    }
    if (refusal instanceof NoSuchFileException || refusal instanceof NotDirectoryException) {
      return new TargetException(
          "targets-folder-missing",
          "There is no folder " + folder + ": create it, or mount it.",
          refusal);
    }
    return new TargetException(
        "targets-write-failed",
        "Look into " + folder + ": the log of the service has what the system said.",
        refusal);
  }

  /** Stable, listed in docs/enrollment.md. */
  public String code() {
    return code;
  }

  /** What a person can do about it. */
  public String remedy() {
    return remedy;
  }
}
