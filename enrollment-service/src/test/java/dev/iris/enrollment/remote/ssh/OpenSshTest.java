package dev.iris.enrollment.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.enrollment.remote.HostKeyPolicy;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.testing.OpenSshServer;
import dev.iris.testing.RequiresPeer;
import dev.iris.vault.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, host keys and jump hosts with a real sshd, as the user of this process. */
@RequiresPeer("sshd")
class OpenSshTest {

  private static final String USER = System.getProperty("user.name");

  private static OpenSshServer server;
  private static SshScene scene;
  private static Path key;

  @TempDir private static Path keys;

  @BeforeAll
  static void startServer() {
    server = OpenSshServer.start("ed25519");
    scene = new SshScene(Map.of(), server.port());
    key = OpenSshServer.newKey(keys.resolve("trusted"), "ed25519", "");
    server.trust(keys.resolve("trusted.pub"));
  }

  @AfterAll
  static void stopServer() {
    scene.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, '', ''",
    "ed25519, open sesame, ''",
    "rsa, '', ''",
    "rsa, open sesame, ''",
    "ecdsa, '', ''",
    "ecdsa, open sesame, ''",
    "rsa, '', PEM",
    "rsa, open sesame, PEM",
    "ecdsa, '', PKCS8",
    "rsa, open sesame, PKCS8"
  })
  void shouldLogInByKey(String type, String passphrase, String format) throws Exception {
    String name = type + passphrase.length() + format;
    Path file =
        format.isEmpty()
            ? OpenSshServer.newKey(keys.resolve(name), type, passphrase)
            : OpenSshServer.newKey(keys.resolve(name), type, passphrase, "-m", format);
    server.trust(keys.resolve(name + ".pub"));

    var result = scene.run(hop(login(file, passphrase)), "id -un");

    assertThat(result.out()).isEqualTo(USER + "\n");
  }

  @ParameterizedTest
  @CsvSource({"wrong, ed25519, ''", "'', ed25519, ''", "wrong, rsa, PEM", "'', rsa, PKCS8"})
  void shouldSayThatThePassphraseIsNotRight(String given, String type, String format) {
    String name = "locked" + given + type + format;
    Path file =
        OpenSshServer.newKey(
            keys.resolve(name), type, "open sesame", format.isEmpty() ? "-q" : "-m" + format);

    RemoteException failure = scene.failureOf(hop(login(file, given)));

    assertThat(failure.code()).isEqualTo("passphrase-wrong");
  }

  @Test
  void shouldSayThatAKeyCannotBeRead() {
    Login login =
        Login.withKey(USER, new Secret("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA"), null);

    assertThat(scene.failureOf(hop(login)).code()).isEqualTo("key-unusable");
  }

  @Test
  void shouldSayThatTheKeyWasRefused() {
    Path stranger = OpenSshServer.newKey(keys.resolve("stranger"), "ed25519", "");

    assertThat(scene.failureOf(hop(login(stranger, ""))).code()).isEqualTo("login-failed");
  }

  @Test
  void shouldReachIpv6() throws Exception {
    Hop target =
        new Hop(
            new Endpoint("::1", server.port()), login(key, ""), new HostKeyPolicy.AcceptFirst());

    assertThat(scene.run(target, "echo $SSH_CONNECTION").out()).startsWith("::1 ");
  }

  @Test
  void shouldShowTheHostsKeyAndSendNothingBeforeItIsApproved() {
    String before = server.log();

    RemoteException failure =
        scene.failureOf(SshScene.hop(server.port(), login(key, ""), new HostKeyPolicy.Ask()));

    assertThat(failure.fault())
        .isEqualTo(new RemoteFault.HostKeyUnknown(HostKey.parse(server.hostKey())));
    assertThat(server.log().substring(before.length())).doesNotContain("publickey");
  }

  @Test
  void shouldGoOnWithTheKeyThatWasPinned() throws Exception {
    HostKeyPolicy pinned = new HostKeyPolicy.Pinned(List.of(HostKey.parse(server.hostKey())));

    try (RemoteHost host = scene.connect(SshScene.hop(server.port(), login(key, ""), pinned))) {
      assertThat(host.hostKey()).isEqualTo(HostKey.parse(server.hostKey()));
    }
  }

  @Test
  void shouldRefuseAChangedKeyAndShowBoth() throws Exception {
    Path old = OpenSshServer.newKey(keys.resolve("old_host_key"), "ed25519", "");
    HostKey pinned = HostKey.parse(Files.readString(old.resolveSibling("old_host_key.pub")));

    RemoteException failure =
        scene.failureOf(
            SshScene.hop(server.port(), login(key, ""), new HostKeyPolicy.Pinned(List.of(pinned))));

    assertThat(failure.fault())
        .isEqualTo(
            new RemoteFault.HostKeyChanged(
                List.of(pinned.fingerprint()), HostKey.parse(server.hostKey())));
  }

  @Test
  void shouldAskForThePinnedKindOfKeyWhereTheHostHasOthersToo() throws Exception {
    Path second = OpenSshServer.newKey(keys.resolve("second_host_key"), "rsa", "");
    HostKey rsa = HostKey.parse(Files.readString(keys.resolve("second_host_key.pub")));
    try (OpenSshServer two = OpenSshServer.start("ed25519", "HostKey " + second);
        SshScene there = new SshScene(Map.of(), two.port())) {
      two.trust(keys.resolve("trusted.pub"));

      for (HostKey pin : List.of(rsa, HostKey.parse(two.hostKey()))) {
        HostKeyPolicy pinned = new HostKeyPolicy.Pinned(List.of(pin));
        assertThat(there.run(SshScene.hop(two.port(), login(key, ""), pinned), "true").exitCode())
            .isZero();
      }
    }
  }

  @Test
  void shouldGoThroughAJumpHostWithPinsOfTheirOwn() throws Exception {
    try (OpenSshServer jump = OpenSshServer.start("ecdsa");
        SshScene both = new SshScene(Map.of(), jump.port(), server.port())) {
      Path jumpKey = OpenSshServer.newKey(keys.resolve("jump"), "ed25519", "");
      jump.trust(keys.resolve("jump.pub"));
      Hop first = SshScene.hop(jump.port(), login(jumpKey, ""), pinned(jump));
      Hop second = SshScene.hop(server.port(), login(key, ""), pinned(server));

      try (RemoteHost host = both.connect(second, first)) {
        assertThat(host.hostKey()).isEqualTo(HostKey.parse(server.hostKey()));
        assertThat(host.jumpHostKey()).isEqualTo(HostKey.parse(jump.hostKey()));
        assertThat(host.run(RemoteCommand.of("echo $SSH_CONNECTION", SshScene.LIMIT)).out())
            .contains(" " + server.port());
      }

      RemoteException swapped =
          catchThrowableOfType(
              RemoteException.class,
              () -> both.connect(SshScene.hop(server.port(), login(key, ""), pinned(jump)), first));
      assertThat(swapped.code()).isEqualTo("host-key-changed");
      assertThat(swapped.where().port()).isEqualTo(server.port());
    }
  }

  @Test
  void shouldSayThatTheJumpHostDoesNotReachTheTarget() throws Exception {
    try (OpenSshServer jump = OpenSshServer.start("ed25519", "AllowTcpForwarding no");
        SshScene both = new SshScene(Map.of(), jump.port(), server.port())) {
      jump.trust(keys.resolve("trusted.pub"));

      RemoteException failure =
          catchThrowableOfType(
              RemoteException.class,
              () -> both.connect(hop(login(key, "")), SshScene.hop(jump.port(), login(key, ""))));

      assertThat(failure.code()).isEqualTo("jump-refused");
    }
  }

  @Test
  void shouldBearAHostThatDoesNotReadItsInput() throws Exception {
    RemoteCommand command = RemoteCommand.of("exit 5", SshScene.LIMIT).reading(new byte[5_000_000]);

    assertThat(scene.run(hop(login(key, "")), command).exitCode()).isEqualTo(5);
  }

  @Test
  void shouldGoNowhereThatIsNotAllowed() {
    assertThat(scene.failureOf(SshScene.hop(1, login(key, ""))).code())
        .isEqualTo("target-not-allowed");
  }

  private static HostKeyPolicy pinned(OpenSshServer sshd) {
    return new HostKeyPolicy.Pinned(List.of(HostKey.parse(sshd.hostKey())));
  }

  private static Hop hop(Login login) {
    return SshScene.hop(server.port(), login);
  }

  private static Login login(Path file, @Nullable String passphrase) {
    try {
      return Login.withKey(
          USER,
          new Secret(Files.readString(file)),
          passphrase == null || passphrase.isEmpty() ? null : new Secret(passphrase));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
