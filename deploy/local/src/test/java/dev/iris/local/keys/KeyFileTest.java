package dev.iris.local.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.local.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  private final Path folder;

  KeyFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldKeepOnlyTheHashInAFileOfItsOwners() throws IOException {
    KeyFile keys = new KeyFile(folder.resolve("keys/keys"));

    String text = keys.create(ApiKey.Role.ALERT_SOURCE, "prod  alertmanager");

    assertThat(text).matches("iris_[a-z0-9]{8}_[A-Za-z0-9_-]{43}");
    assertThat(Files.readString(keys.path()))
        .matches("[a-z0-9]{8} alert-source [0-9a-f]{64} \\S+Z prod alertmanager\n")
        .doesNotContain(text.substring(14));
    assertThat(Files.getPosixFilePermissions(keys.path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(keys.find(text)).map(ApiKey::role).contains(ApiKey.Role.ALERT_SOURCE);
  }

  @Test
  void shouldForgetARevokedKeyAndKeepTheOthers() {
    KeyFile keys = new KeyFile(folder.resolve("keys"));
    String first = keys.create(ApiKey.Role.ADMIN, "");
    String second = keys.create(ApiKey.Role.VIEWER, "");

    keys.revoke(keys.list().getFirst().id());

    assertThat(keys.find(first)).isEmpty();
    assertThat(keys.find(second)).isPresent();
    assertThatThrownBy(() -> keys.revoke("nobody"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("nobody");
  }
}
