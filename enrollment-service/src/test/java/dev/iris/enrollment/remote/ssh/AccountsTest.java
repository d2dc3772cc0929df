package dev.iris.enrollment.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.testing.OpenSshServer;
import dev.iris.testing.OpenSshServer.Account;
import dev.iris.testing.RequiresPeer;
import dev.iris.vault.Secret;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords, sudo and login shells, with a real sshd that has accounts of its own, and the machine's real sudo. */
@RequiresPeer({"sshd", "sudo", "tcsh", "fish", "root"})
class AccountsTest {

  private static final String PASSWORD = "it's a $ecret \"pässwörd\"";
  private static final String SUDOERS =
      """
      Defaults:terminal requiretty
      Defaults:terminalfree requiretty
      ops ALL=(ALL) ALL
      free ALL=(ALL) NOPASSWD: ALL
      terminal ALL=(ALL) ALL
      terminalfree ALL=(ALL) NOPASSWD: ALL
      tcsh ALL=(ALL) ALL
      fish ALL=(ALL) ALL
      """;

  private static OpenSshServer server;
  private static SshScene scene;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        OpenSshServer.startWith(
            List.of(
                account("ops", "/bin/bash"),
                account("free", "/bin/sh"),
                account("terminal", "/bin/bash"),
                account("terminalfree", "/bin/bash"),
                account("nobodys", "/bin/bash"),
                account("tcsh", "/usr/bin/tcsh"),
                account("fish", "/usr/bin/fish"),
                account("rbash", "/bin/rbash"),
                account("nologin", "/usr/sbin/nologin"),
                account("noisy", "/bin/bash")),
            SUDOERS);
    scene = new SshScene(Map.of(), server.port());
    Files.writeString(
        server.home("noisy").resolve(".bashrc"), "echo WELCOME; echo oh no >&2; cd /\n");
  }

  @AfterAll
  static void stopServer() {
    scene.close();
    server.close();
  }

  @Test
  void shouldLogInByPassword() throws Exception {
    assertThat(scene.run(hop("ops"), "id -un").out()).isEqualTo("ops\n");
  }

  @Test
  void shouldTryAWrongPasswordExactlyOnce() {
    String before = server.log();

    RemoteException failure =
        scene.failureOf(
            SshScene.hop(server.port(), Login.withPassword("ops", new Secret("wrong"))));

    assertThat(failure.code()).isEqualTo("login-failed");
    assertThat(failures(server.log().substring(before.length()))).isEqualTo(1);
  }

  @Test
  void shouldAnswerTheOnePromptOfAHostThatTakesNoPlainPasswords() throws Exception {
    try (OpenSshServer asking = asking("PasswordAuthentication no");
        SshScene there = new SshScene(Map.of(), asking.port())) {
      assertThat(there.run(hop(asking, "ops", PASSWORD), "id -un").out()).isEqualTo("ops\n");

      RemoteException failure = there.failureOf(hop(asking, "ops", "wrong"));
      assertThat(failure.code()).isEqualTo("login-failed");
      assertThat(failures(asking.log())).isEqualTo(1);
    }
  }

  @Test
  void shouldTryAWrongPasswordOnceWhereTwoMethodsWouldTakeIt() {
    try (OpenSshServer asking = asking("PasswordAuthentication yes");
        SshScene there = new SshScene(Map.of(), asking.port())) {
      RemoteException failure = there.failureOf(hop(asking, "ops", "wrong"));

      assertThat(failure.code()).isEqualTo("login-failed");
      assertThat(failures(asking.log())).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops", "tcsh", "fish"})
  void shouldRunAsRootWithThePassword(String user) throws Exception {
    byte[] input = "two\nlines\0and bytes ÿ, no end of line".getBytes(StandardCharsets.UTF_8);
    RemoteCommand command = RemoteCommand.of("id -u; cat", SshScene.LIMIT).reading(input);

    CommandResult result = scene.run(sudo(user, new Secret(PASSWORD)), command.withAllRights());

    assertThat(result.out()).isEqualTo("0\n" + new String(input, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"free, ''", "terminalfree, ''", "free, not asked for"})
  void shouldRunAsRootWhereNoPasswordIsAskedFor(String user, String password) throws Exception {
    Secret given = password.isEmpty() ? null : new Secret(password);
    RemoteCommand command = RemoteCommand.of("id -u; cat; exit 3", SshScene.LIMIT);

    CommandResult result =
        scene.run(sudo(user, given), command.reading(new byte[] {'x'}).withAllRights());

    assertThat(result.out()).isEqualTo("0\nx");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "ops, wrong, sudo-password-wrong",
    "terminal, wrong, sudo-needs-terminal",
    "ops, '', sudo-password-needed",
    "nobodys, it's a $ecret \"pässwörd\", sudo-not-allowed"
  })
  void shouldSayWhySudoRefused(String user, String password, String code) {
    Secret given = password.isEmpty() ? null : new Secret(password);
    RemoteCommand command = RemoteCommand.of("touch /nowhere", SshScene.LIMIT);

    RemoteException failure = scene.failureOf(sudo(user, given), command.withAllRights());

    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void shouldNotTryARefusedSudoPasswordAgain() throws Exception {
    RemoteCommand command = RemoteCommand.of("true", SshScene.LIMIT).withAllRights();
    try (RemoteHost host = scene.connect(sudo("ops", new Secret("wrong")))) {
      assertThat(codeOf(host, command)).isEqualTo("sudo-password-wrong");
      String before = server.log();

      assertThat(codeOf(host, command)).isEqualTo("sudo-password-wrong");

      assertThat(server.log()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops", "free", "tcsh", "fish", "rbash", "noisy"})
  void shouldRunTheSameScriptInWhateverShell(String user) throws Exception {
    String script =
        """
        a='it''s "quoted" \\ $HOME `id` !x'
        printf '%s|' "$a" "$LC_ALL" 'tab	and ü'
        cat
        echo wrong >&2
        exit 42
        """;
    byte[] input = "$(touch x) 'a\" \\n !!\n%s\n".getBytes(StandardCharsets.UTF_8);

    CommandResult result =
        scene.run(hop(user), RemoteCommand.of(script, SshScene.LIMIT).reading(input));

    assertThat(result.exitCode()).isEqualTo(42);
    assertThat(result.out())
        .isEqualTo("its \"quoted\" \\ $HOME `id` !x|C|tab\tand ü|$(touch x) 'a\" \\n !!\n%s\n");
    assertThat(result.err()).isEqualTo("wrong\n");
  }

  @Test
  void shouldSayThatAShellRunsNothing() {
    assertThat(scene.failureOf(hop("nologin")).code()).isEqualTo("shell-unusable");
  }

  /** The library would write what goes over the wire. */
  @Test
  void shouldNotLogASecretHoweverMuchIsToBeLogged() throws Exception {
    Logger root = Logger.getLogger("");
    Logger below = Logger.getLogger("org.apache.sshd.client.session");
    Level level = root.getLevel();
    Written written = new Written();
    root.addHandler(written);
    root.setLevel(Level.ALL);
    below.setLevel(Level.ALL);
    try (SshScene other = new SshScene(Map.of(), server.port())) {
      RemoteCommand command = RemoteCommand.of("cat; id -u", SshScene.LIMIT).withAllRights();
      CommandResult result =
          other.run(
              sudo("ops", new Secret(PASSWORD)),
              command.reading("glc_planted".getBytes(StandardCharsets.UTF_8)));
      other.failureOf(sudo("ops", new Secret("also planted")), command);

      assertThat(result.out()).isEqualTo("glc_planted0\n");
      Logger.getLogger("dev.iris.control").finest("tracing works");
      assertThat(written.text.toString()).contains("tracing works");
      assertThat(written.text.toString().replaceAll("[^\\p{Graph}]", ""))
          .doesNotContain(PASSWORD.replace(" ", ""), "glc_planted", "alsoplanted", hex("glc_"));
    } finally {
      root.setLevel(level);
      root.removeHandler(written);
    }
  }

  private static String hex(String text) {
    return HexFormat.ofDelimiter("").formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Written extends Handler {

    private final StringWriter text = new StringWriter();

    Written() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord entry) {
      text.append(entry.getMessage()).append(Arrays.toString(entry.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static String codeOf(RemoteHost host, RemoteCommand command) {
    return catchThrowableOfType(RemoteException.class, () -> host.run(command)).code();
  }

  /** With PAM, which is what asks. */
  private static OpenSshServer asking(String setting) {
    return OpenSshServer.startWith(
        List.of(account("ops", "/bin/bash")),
        "",
        setting,
        "UsePAM yes",
        "KbdInteractiveAuthentication yes");
  }

  private static long failures(String log) {
    return Stream.of(log.split("\n", -1)).filter(line -> line.startsWith("Failed ")).count();
  }

  private static Account account(String name, String shell) {
    return new Account(name, PASSWORD, shell);
  }

  private static Hop hop(String user) {
    return hop(server, user, PASSWORD);
  }

  private static Hop hop(OpenSshServer sshd, String user, String password) {
    return SshScene.hop(sshd.port(), Login.withPassword(user, new Secret(password)));
  }

  private static Hop sudo(String user, @Nullable Secret sudoPassword) {
    return SshScene.hop(
        server.port(), new Login(user, null, null, new Secret(PASSWORD), sudoPassword));
  }
}
