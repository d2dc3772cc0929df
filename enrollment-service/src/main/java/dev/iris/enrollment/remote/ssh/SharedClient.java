package dev.iris.enrollment.remote.ssh;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/** The one client of the library that all connections share: a client each would cost each host a handful of threads. */
final class SharedClient {

  private static final String LIBRARY = "org.apache.sshd";
  private static final int UNANSWERED_HEARTBEATS = 4;
  private static final Duration IDLE = Duration.ofMinutes(10);

  private SharedClient() {}

  /** A started client that knows nothing of this machine's user: no keys, no configuration, no known hosts. */
  static SshClient start(SshConfig config) {
    capLogs();
    SshClient client = SshClient.setUpDefaultClient();
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    client.setAgentFactory(null);
    Handshake.Judge judge = new Handshake.Judge();
    client.setServerKeyVerifier(judge);
    client.addSessionListener(judge);
    // In this order, so that a password is first given to who asks for a password.
    client.setUserAuthFactories(
        List.of(
            UserAuthPublicKeyFactory.INSTANCE,
            UserAuthPasswordFactory.INSTANCE,
            UserAuthKeyboardInteractiveFactory.INSTANCE));
    CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
    CoreModuleProperties.NIO_WORKERS.set(client, config.ioThreads());
    CoreModuleProperties.IDLE_TIMEOUT.set(client, IDLE);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, config.heartbeat());
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_HEARTBEATS);
    client.start();
    return client;
  }

  /**
   * At TRACE the library writes what goes over the wire, passwords among it: no configuration may lead there. Below errors it
   * tells of each connection what its result tells as well, and quotes hosts.
   */
  private static void capLogs() {
    Logger.getLogger(LIBRARY).setLevel(Level.SEVERE);
    for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
      if (name.startsWith(LIBRARY + ".")) {
        Logger.getLogger(name).setLevel(null);
      }
    }
  }
}
