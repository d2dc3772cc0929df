package dev.iris.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.web.Role;
import dev.iris.web.testing.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

  private static final String VIEWER = Keys.textOf(Role.VIEWER);

  @Test
  void shouldFindAKeyByItsText(@TempDir Path dir) throws IOException {
    KeyRing ring = ring(dir, Keys.everyRole());

    assertThat(ring.find(VIEWER))
        .hasValueSatisfying(key -> assertThat(key.role()).isEqualTo(Role.VIEWER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "viewer",
        "iris_viewer_",
        "iris_nobody_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "iris_viewer_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "iris_unknown_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void shouldNotFindWhatIsNoKeyOfOurs(String text, @TempDir Path dir) throws IOException {
    assertThat(ring(dir, Keys.everyRole()).find(text)).isEmpty();
  }

  @Test
  void shouldTakeUpAndDropKeysAsTheFileChanges(@TempDir Path dir) throws IOException {
    KeyRing ring = ring(dir, List.of(Keys.lineOf(Role.VIEWER)));

    Keys.write(dir.resolve("keys"), List.of(Keys.lineOf(Role.ADMIN)));

    assertThat(ring.find(VIEWER)).isEmpty();
    assertThat(ring.find(Keys.textOf(Role.ADMIN))).isPresent();
  }

  @Test
  void shouldKeepTheLastKeysWhileTheFileIsAway(@TempDir Path dir) throws IOException {
    KeyRing ring = ring(dir, List.of(Keys.lineOf(Role.VIEWER)));

    Files.delete(dir.resolve("keys"));

    assertThat(ring.find(VIEWER)).isPresent();
  }

  @Test
  void shouldSkipLinesThatAreNoKeys(@TempDir Path dir) throws IOException {
    String again = Keys.lineOf("viewer", Role.ADMIN, Keys.textOf(Role.ADMIN));
    KeyRing ring =
        ring(
            dir,
            List.of(
                "# a comment",
                "",
                "viewer viewer not-a-hash",
                Keys.lineOf(Role.VIEWER),
                again,
                "x root " + "0".repeat(64)));

    assertThat(ring.size()).isOne();
    assertThat(ring.find(VIEWER))
        .hasValueSatisfying(key -> assertThat(key.role()).isEqualTo(Role.VIEWER));
  }

  private static KeyRing ring(Path dir, List<String> lines) throws IOException {
    Keys.write(dir.resolve("keys"), lines);
    return KeyRing.of(dir.resolve("keys"), Duration.ZERO);
  }
}
