package dev.iris.enrollment.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFolderTest {

  private static final Instant NOW = Instant.parse("2026-11-22T18:15:30.123Z");
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  @TempDir private Path base;
  private final UUID host = UUID.randomUUID();
  private TargetFolder folder;
  private Path file;

  @BeforeEach
  void openFolder() {
    folder = TargetFolder.open(base);
    file = base.resolve("iris-" + host + ".json");
  }

  @Test
  void shouldWriteAFileThatPrometheusMayRead() throws IOException {
    assertThat(folder.write(host, bytes("one"))).isTrue();

    assertThat(file).hasContent("one");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(names()).containsExactly(file.getFileName().toString());
  }

  @Test
  void shouldLeaveUntouchedWhatIsRight() throws IOException {
    folder.write(host, bytes("one"));
    Files.setLastModifiedTime(file, LONG_AGO);

    assertThat(folder.write(host, bytes("one"))).isFalse();
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    assertThat(folder.write(host, bytes("two"))).isTrue();
    assertThat(file).hasContent("two");
  }

  @Test
  void shouldKeepWhatItTakesOutUnderANameOfItsOwn() throws IOException {
    for (String content : List.of("one", "two", "three")) {
      folder.write(host, bytes(content));
      assertThat(folder.retire(host, NOW)).isTrue();
    }

    assertThat(folder.retire(host, NOW)).isFalse();
    String name = file.getFileName() + ".deleted.20261122T181530Z";
    assertThat(base.resolve(name)).hasContent("one");
    assertThat(base.resolve(name + "-2")).hasContent("two");
    assertThat(base.resolve(name + "-3")).hasContent("three");
    assertThat(names()).hasSize(3);
  }

  @Test
  void shouldLeaveTheOldFileWhenItCanNotWriteTheNewOne() throws IOException {
    folder.write(host, bytes("one"));
    Path inTheWay = base.resolve("." + file.getFileName() + ".tmp");
    Files.createDirectories(inTheWay.resolve("x"));

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> folder.write(host, bytes("two")))
        .satisfies(e -> assertThat(e.code()).isEqualTo("targets-write-failed"));

    assertThat(file).hasContent("one");
  }

  @Test
  void shouldReplaceALinkInsteadOfWritingWhereItLeads(@TempDir Path elsewhere) throws IOException {
    Path other = Files.writeString(elsewhere.resolve("other"), "mine");
    Files.createSymbolicLink(file, other);
    Files.createSymbolicLink(base.resolve("." + file.getFileName() + ".tmp"), other);

    folder.write(host, bytes("one"));

    assertThat(other).hasContent("mine");
    assertThat(file).isRegularFile().isNotNull().hasContent("one");
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void shouldSayWhatIsWrongWithAFolder() throws IOException {
    Path none = base.resolve("none");
    Path text = Files.writeString(base.resolve("text"), "");

    assertThat(codeOf(() -> TargetFolder.open(none))).isEqualTo("targets-folder-missing");
    assertThat(codeOf(() -> TargetFolder.open(text))).isEqualTo("targets-folder-missing");
    Files.delete(text);
    Files.delete(base);
    assertThat(codeOf(() -> folder.write(host, bytes("one")))).isEqualTo("targets-folder-missing");
    Files.createDirectory(base);
  }

  @Test
  void shouldTellAFullDiskFromAFolderThatMayNotBeWritten() {
    assertThat(TargetException.of(base, new IOException("No space left on device")).code())
        .isEqualTo("targets-disk-full");
    assertThat(
            TargetException.of(base, new FileSystemException("x", null, "Disk quota exceeded"))
                .code())
        .isEqualTo("targets-disk-full");
    assertThat(
            TargetException.of(base, new FileSystemException("x", null, "Read-only file system"))
                .code())
        .isEqualTo("targets-folder-not-writable");
    assertThat(TargetException.of(base, new AccessDeniedException("x")))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("targets-folder-not-writable");
              assertThat(e.remedy()).contains(base.toString());
            });
  }

  private static String codeOf(Runnable attempt) {
    try {
      attempt.run();
      return "none";
    } catch (TargetException e) {
      return e.code();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(base)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
