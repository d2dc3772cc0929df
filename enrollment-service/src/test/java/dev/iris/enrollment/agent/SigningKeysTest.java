package dev.iris.enrollment.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.Program;
import dev.iris.testing.RequiresPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that GnuPG made, with the fingerprints that it says they have. */
@RequiresPeer("gpg")
class SigningKeysTest {

  @TempDir private static Path home;

  private static Path both;
  private static List<String> prints;

  @BeforeAll
  static void makeKeys() throws Exception {
    Files.setPosixFilePermissions(
        home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    gpg(
        "--passphrase",
        "",
        "--quick-generate-key",
        "old <old@example.org>",
        "rsa3072",
        "sign",
        "never");
    gpg(
        "--passphrase",
        "",
        "--quick-generate-key",
        "new <new@example.org>",
        "ed25519",
        "sign",
        "never");
    both = home.resolve("both.asc");
    String one = gpg("--armor", "--export", "old@example.org");
    String other = gpg("--armor", "--export", "new@example.org");
    Files.writeString(both, one + other);
    prints =
        Arrays.stream(gpg("--with-colons", "--fingerprint").split("\n"))
            .filter(line -> line.startsWith("fpr:"))
            .map(line -> line.split(":", -1)[9])
            .toList();
    gpg("--output", home.resolve("one.asc").toString(), "--armor", "--export");
  }

  @Test
  void shouldKnowTheFingerprintsOfAllKeysOfAFile() throws Exception {
    assertThat(SigningKeys.fingerprints(Files.readString(both)))
        .containsExactlyInAnyOrderElementsOf(prints);
    assertThat(SigningKeys.fingerprints(Files.readString(home.resolve("one.asc"))))
        .containsExactlyInAnyOrderElementsOf(prints);
  }

  @Test
  void shouldUseAFileThatHoldsThePinnedKeysAndNoOthers() {
    List<String> spaced = prints.stream().map(print -> print.replaceAll("(.{4})", "$1 ")).toList();

    assertThat(new SigningKeys(Optional.of(both), spaced).trouble()).isEmpty();
    assertThat(new SigningKeys(Optional.of(both), prints.subList(0, 1)).trouble())
        .contains(Trouble.REPOSITORY_KEY_UNUSABLE);
    assertThat(new SigningKeys(Optional.of(both), List.of("0".repeat(40))).usable()).isEmpty();
  }

  @Test
  void shouldNotUseWhatItDoesNotWhollyUnderstand() throws Exception {
    String text = Files.readString(both);

    assertThat(SigningKeys.fingerprints(text.replaceFirst("(?s)(-----\\R\\R.{200}).{100}", "$1")))
        .isEmpty();
    assertThat(SigningKeys.fingerprints("")).isEmpty();
    assertThat(new SigningKeys(Optional.empty(), prints).trouble())
        .contains(Trouble.REPOSITORY_KEY_MISSING);
    assertThat(new SigningKeys(Optional.of(home.resolve("absent")), prints).trouble())
        .contains(Trouble.REPOSITORY_KEY_MISSING);
  }

  private static String gpg(String... arguments) {
    Program.Outcome outcome =
        Program.run(
            Duration.ofMinutes(2),
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(
                        "gpg", "--homedir", home.toString(), "--batch", "--quiet"),
                    Arrays.stream(arguments))
                .toList());
    assertThat(outcome.code()).as(outcome.output()).isZero();
    return outcome.output();
  }
}
