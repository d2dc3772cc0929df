package dev.iris.enrollment.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.Hop;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.vault.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real hosts cannot be told to do: a server inside this process, which misbehaves on demand. */
class FaultyHostTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PASSWORD = "correct horse";

  private final AtomicInteger logins = new AtomicInteger();
  private final SshServer server = SshServer.setUpDefaultServer();

  @SuppressWarnings("NullAway.Init")
  private SshScene scene;

  @BeforeEach
  void startServer() throws IOException {
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
    server.setPasswordAuthenticator(
        (_, password, _) -> {
          logins.incrementAndGet();
          return password.equals(PASSWORD);
        });
    server.setCommandFactory(new ProcessShellCommandFactory());
    server.start();
    scene =
        new SshScene(
            Map.of("connect-timeout", "60s", "grace", "1s", "keep-output", "4096"),
            server.getPort());
  }

  @AfterEach
  void stopServer() throws IOException {
    scene.close();
    server.stop(true);
  }

  @Test
  void shouldKeepTheBeginningOfEndlessOutputOfBothStreams() throws Exception {
    String script =
        "head -c 20000000 /dev/zero | tr '\\0' o; head -c 20000000 /dev/zero | tr '\\0' e >&2; exit 7";

    CommandResult result = scene.run(hop(), script);

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.truncated()).isTrue();
    assertThat(result.out()).isEqualTo("o".repeat(4096));
    assertThat(result.err()).isEqualTo("e".repeat(4096));
  }

  @Test
  void shouldHandOnAnythingThatAHostPrints() throws Exception {
    assertThat(scene.run(hop(), "printf '\\377\\000\\033[31m'").out())
        .isEqualTo("\uFFFD\0\u001b[31m");
  }

  @Test
  void shouldTellTheSignalThatEndedTheScript() throws Exception {
    assertThat(scene.run(hop(), "kill -9 $$").exitCode()).isEqualTo(137);
  }

  @Test
  void shouldEndACommandThatTakesTooLongAndGoOn() throws Exception {
    try (RemoteHost host = scene.connect(hop())) {
      RemoteException failure =
          catchThrowableOfType(
              RemoteException.class,
              () -> host.run(RemoteCommand.of("sleep 600", Duration.ofSeconds(1))));

      assertThat(failure.fault()).isEqualTo(new RemoteFault.CommandTimeout(Duration.ofSeconds(1)));
      assertThat(host.run(RemoteCommand.of("echo on", LIMIT)).out()).isEqualTo("on\n");
    }
  }

  @Test
  void shouldCutTheConnectionWhereTheHostDoesNotEndACommand() {
    // ignores what timeout sends first, and outlives what it sends then
    String stubborn = "(trap '' TERM; setsid sleep 20) & trap '' TERM; wait; sleep 20";

    RemoteException failure =
        scene.failureOf(hop(), RemoteCommand.of(stubborn, Duration.ofSeconds(1)));

    assertThat(failure.code()).isEqualTo("command-timeout");
  }

  @Test
  void shouldSayThatTheConnectionWasLostInMidCommand() throws Exception {
    server.setCommandFactory(
        (channel, _) -> {
          channel.getSession().close(true);
          throw new IOException("cut");
        });

    assertThat(scene.failureOf(hop()).code()).isEqualTo("connection-lost");
  }

  @Test
  void shouldNeverRepeatARefusedLogin() {
    RemoteException failure =
        scene.failureOf(
            SshScene.hop(server.getPort(), Login.withPassword("ops", new Secret("wrong"))));

    assertThat(failure.code()).isEqualTo("login-failed");
    assertThat(logins).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Verification code: ", "One-time password: ", "New password: "})
  void shouldNotGiveThePasswordToWhoAsksForSomethingElse(String prompt) {
    AtomicInteger answers = askInteractively(prompt);

    assertThat(scene.failureOf(hop()).code()).isEqualTo("login-needs-person");
    assertThat(answers).hasValue(0);
  }

  @Test
  void shouldAskForAPersonWhereAHostHasSeveralQuestions() {
    AtomicInteger answers = askInteractively("Password: ", "Token: ");

    assertThat(scene.failureOf(hop()).code()).isEqualTo("login-needs-person");
    assertThat(answers).hasValue(0);
  }

  @Test
  void shouldComeAgainWhereABusyHostDropsConnections() throws Exception {
    AtomicInteger connections = dropFirst(2);

    assertThat(scene.run(hop(), "echo in").out()).isEqualTo("in\n");
    assertThat(connections).hasValue(3);
    assertThat(logins).hasValue(1);
  }

  @Test
  void shouldGiveUpOnAHostThatDropsAllConnections() {
    AtomicInteger connections = dropFirst(Integer.MAX_VALUE);

    assertThat(scene.failureOf(hop()).code()).isEqualTo("connection-dropped");
    assertThat(connections).hasValue(4);
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    server.stop(true);

    assertThat(scene.failureOf(hop()).code()).isEqualTo("connection-refused");
  }

  @Test
  void shouldNotWaitForAHostThatSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SshScene there = new SshScene(Map.of("connect-timeout", "1s"), silent.getLocalPort())) {
      assertThat(there.failureOf(SshScene.hop(silent.getLocalPort(), login())).code())
          .isEqualTo("host-unreachable");
    }
  }

  @Test
  void shouldSayThatThereIsNothingInCommon() {
    server.setCipherFactories(List.of(BuiltinCiphers.none));

    assertThat(scene.failureOf(hop()).code()).isEqualTo("no-common-algorithm");
  }

  private AtomicInteger askInteractively(String... prompts) {
    AtomicInteger answers = new AtomicInteger();
    server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
    server.setKeyboardInteractiveAuthenticator(
        new KeyboardInteractiveAuthenticator() {
          @Override
          public InteractiveChallenge generateChallenge(
              ServerSession session, String user, String language, String methods) {
            InteractiveChallenge challenge = new InteractiveChallenge();
            for (String prompt : prompts) {
              challenge.addPrompt(prompt, false);
            }
            return challenge;
          }

          @Override
          public boolean authenticate(ServerSession session, String user, List<String> responses) {
            answers.incrementAndGet();
            return true;
          }
        });
    return answers;
  }

  private AtomicInteger dropFirst(int dropped) {
    AtomicInteger connections = new AtomicInteger();
    server.addSessionListener(
        new SessionListener() {
          @Override
          public void sessionCreated(Session session) {
            if (connections.incrementAndGet() <= dropped) {
              session.close(true);
            }
          }
        });
    return connections;
  }

  private Hop hop() {
    return SshScene.hop(server.getPort(), login());
  }

  private static Login login() {
    return Login.withPassword("ops", new Secret(PASSWORD));
  }
}
