package dev.iris.notifier.channel.mail;

import dev.iris.notifier.channel.SendResult;
import dev.iris.vault.Secret;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends by SMTP. Each message has a connection of its own: a server that hangs holds up nothing but what was sent to it, and a
 * changed password counts at once.
 */
@ApplicationScoped
class SmtpClients {

  private final Vertx vertx;
  private final MailConfiguration configuration;

  SmtpClients(Vertx vertx, MailConfiguration configuration) {
    this.vertx = vertx;
    this.configuration = configuration;
  }

  /** The longest that a message takes. */
  Duration patience() {
    return configuration.totalTimeout();
  }

  /** Sends one message. Never fails. */
  Uni<SendResult> send(MailSettings settings, Optional<Secret> password, MailMessage message) {
    MailClient client = MailClient.create(vertx, config(settings, password));
    return Uni.createFrom()
        .completionStage(() -> client.sendMail(message).toCompletionStage())
        .<SendResult>map(sent -> new SendResult.Accepted(250, null))
        .ifNoItem()
        .after(configuration.totalTimeout())
        .fail()
        .onFailure()
        .recoverWithItem(SmtpClients::judge)
        .onTermination()
        .invoke(() -> client.close());
  }

  private MailConfig config(MailSettings settings, Optional<Secret> password) {
    MailConfig config = new MailConfig(settings.host(), settings.port());
    config.setKeepAlive(false);
    config.setMaxPoolSize(1);
    config.setSsl(settings.security() == MailSettings.Security.TLS);
    config.setStarttls(
        settings.security() == MailSettings.Security.STARTTLS
            ? StartTLSOptions.REQUIRED
            : StartTLSOptions.DISABLED);
    // Without these a certificate for another host would do.
    config.setHostnameVerificationAlgorithm("HTTPS");
    config.setConnectTimeout((int) configuration.connectTimeout().toMillis());
    config.setIdleTimeout((int) configuration.totalTimeout().toMillis());
    config.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    config.setUserAgent("iris");
    String user = settings.user();
    if (user != null && password.isPresent()) {
      config.setLogin(LoginOption.REQUIRED).setUsername(user).setPassword(password.get().reveal());
    } else {
      config.setLogin(LoginOption.DISABLED);
    }
    return config;
  }

  private static SendResult judge(Throwable failure) {
    if (failure instanceof SMTPException refusal) {
      int code = refusal.getReplyCode();
      // What the server says tells an operator which address or rule it is about; of a login it
      // tells nothing worth the risk.
      String said = code >= 530 && code < 540 ? null : refusal.getReplyMessage();
      return refusal.isPermanent()
          ? new SendResult.Refused("smtp-" + code, code, said)
          : new SendResult.Postponed("smtp-" + code, code, said);
    }
    if (failure instanceof TimeoutException) {
      return new SendResult.Postponed("timeout", null, "no complete answer in time");
    }
    String name = failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    if (name.contains("connect")) {
      return new SendResult.Postponed(
          "connection-failed", null, "the server does not take connections");
    }
    if (name.contains("unknownhost")) {
      return new SendResult.Postponed("name-unknown", null, "the server's name does not resolve");
    }
    if (name.contains("ssl")) {
      return new SendResult.Postponed("tls-failed", null, "no trusted TLS connection");
    }
    return new SendResult.Postponed("smtp-failed", null, "the conversation with the server failed");
  }
}
