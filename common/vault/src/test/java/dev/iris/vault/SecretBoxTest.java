package dev.iris.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.iris.vault.KeyEncryptionKey.Use;
import dev.iris.vault.SecretBox.Sealed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {

  private static final Use USE = new Use("iris.test.key-file", "test/secrets", "test/key-id");

  private final Path folder;

  private final SecretBox box =
      new SecretBox(
          KeyEncryptionKey.of(
              "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8), USE));
  private final Sealed sealed = box.seal("chat", "url", new Secret("https://example.org/?sig=x"));

  SecretBoxTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldOpenWhatItSealed() {
    assertThat(box.open("chat", "url", sealed).reveal()).isEqualTo("https://example.org/?sig=x");
    assertThat(new Secret("x")).hasToString("***");
  }

  @Test
  void shouldNotOpenInAnotherPlace() {
    assertUnopened("other", "url", sealed);
    assertUnopened("chat", "password", sealed);
  }

  @Test
  void shouldNotOpenWhenAByteChanged() {
    for (int at = 0; at < sealed.sealed().length; at++) {
      byte[] changed = sealed.sealed().clone();
      changed[at] ^= 1;
      assertUnopened("chat", "url", new Sealed(sealed.kekId(), sealed.wrappedKey(), changed));
    }
    byte[] key = sealed.wrappedKey().clone();
    key[20] ^= 1;
    assertUnopened("chat", "url", new Sealed(sealed.kekId(), key, sealed.sealed()));
    assertUnopened("chat", "url", new Sealed(sealed.kekId(), new byte[3], sealed.sealed()));
  }

  @Test
  void shouldNotOpenWithAnotherKey() {
    SecretBox other =
        new SecretBox(
            KeyEncryptionKey.of(
                "another-key-another-key-another-key".getBytes(StandardCharsets.UTF_8), USE));

    assertThatExceptionOfType(SecretBox.UnopenedException.class)
        .isThrownBy(() -> other.open("chat", "url", sealed));
  }

  @Test
  void shouldRewrapUnderANewKeyAndThenDoWithoutTheOldOne() {
    KeyEncryptionKey old =
        KeyEncryptionKey.of(
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8), USE);
    KeyEncryptionKey fresh =
        KeyEncryptionKey.of(
            "another-key-another-key-another-key".getBytes(StandardCharsets.UTF_8), USE);
    SecretBox rotating = new SecretBox(fresh, List.of(old));

    assertThat(rotating.open("chat", "url", sealed).reveal()).contains("sig=x");
    Sealed rewrapped = rotating.rewrap("chat", "url", sealed);

    assertThat(rewrapped.kekId()).isEqualTo(fresh.id());
    assertThat(new SecretBox(fresh).open("chat", "url", rewrapped).reveal()).contains("sig=x");
    assertThatExceptionOfType(SecretBox.UnopenedException.class)
        .isThrownBy(() -> rotating.rewrap("other", "url", sealed));
  }

  @Test
  void shouldDeriveKeysOfOtherUsesThatHaveNothingInCommon() {
    byte[] material = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    KeyEncryptionKey other =
        KeyEncryptionKey.of(material, new Use("p", "other/secrets", "test/key-id"));

    assertThatExceptionOfType(SecretBox.UnopenedException.class)
        .isThrownBy(() -> new SecretBox(other).open("chat", "url", sealed));
  }

  @Test
  void shouldSealTheSameTextDifferentlyEachTime() {
    assertThat(box.seal("chat", "url", new Secret("x")).sealed())
        .isNotEqualTo(box.seal("chat", "url", new Secret("x")).sealed());
  }

  @Test
  void shouldTakeAKeyFileThatOnlyItsOwnerReads() throws IOException {
    assertThat(
            KeyEncryptionKey.ofFile(
                    file("rw-------", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="), USE)
                .id())
        .isEqualTo(
            KeyEncryptionKey.of(
                    "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8), USE)
                .id());
  }

  @Test
  void shouldRefuseAKeyFileThatIsMissingShortOrOpenToOthers() throws IOException {
    assertRefused(folder.resolve("missing"), "cannot be read");
    assertRefused(file("rw-------", "short"), "too short");
    assertRefused(file("rw-------", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNk"), "too short");
    assertRefused(
        file("rw-r--r--", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="), "open to others");
  }

  private void assertUnopened(String channel, String field, Sealed what) {
    assertThatExceptionOfType(SecretBox.UnopenedException.class)
        .isThrownBy(() -> box.open(channel, field, what));
  }

  private static void assertRefused(Path file, String why) {
    assertThatExceptionOfType(KeyEncryptionKey.UnusableException.class)
        .isThrownBy(() -> KeyEncryptionKey.ofFile(file, USE))
        .withMessageContaining(why);
  }

  private Path file(String permissions, String text) throws IOException {
    Path file = Files.createTempFile(folder, "kek", "");
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
