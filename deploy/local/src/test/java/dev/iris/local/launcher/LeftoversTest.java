package dev.iris.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

  private final Path folder;

  LeftoversTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldEndWhatAKilledLauncherLeftBehindButNoStranger() throws IOException {
    DataFolder data = new DataFolder(folder);
    data.create();
    Path quiet = Files.createFile(folder.resolve("quiet"));
    Process ours = new ProcessBuilder("tail", "-f", quiet.toString()).start();
    Process stranger = new ProcessBuilder("tail", "-f", "/dev/null").start();
    PidFile.of(data, "incident-service").write(ours.pid());
    PidFile.of(data, "notifier-service").write(stranger.pid());
    // between fork and exec a child still has its parent's command line
    await()
        .untilAsserted(
            () ->
                assertThat(PidFile.of(data, "incident-service").process(data.mark())).isPresent());

    int ended = new Leftovers(data).end();

    assertThat(ended).isEqualTo(1);
    assertThat(ours.isAlive()).isFalse();
    assertThat(stranger.isAlive()).isTrue();
    assertThat(data.run()).isEmptyDirectory();
    stranger.destroyForcibly();
  }

  @Test
  void shouldLetOnlyOneLauncherHaveAFolder() {
    DataFolder data = new DataFolder(folder);
    data.create();
    try (FolderLock first = FolderLock.take(data)) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> FolderLock.take(data))
          .isInstanceOf(dev.iris.local.Refusal.class)
          .hasMessageContaining(folder.toString());
      assertThat(first).isNotNull();
    }
  }
}
