package dev.iris.local.inbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Path;

/**
 * Where notifications land while no channel of one's own is configured: over real HTTP and SMTP, kept in a folder, shown at
 * {@code /inbox}.
 */
public final class Inbox implements AutoCloseable {

  private final MessageLog log;
  private final Behaviours behaviours = new Behaviours();
  private final MailSink mail;

  private Inbox(MessageLog log, int smtpPort) {
    this.log = log;
    this.mail = new MailSink(log, behaviours, smtpPort);
  }

  /**
   * Opens the inbox of that folder; it takes mail from now on.
   *
   * @param smtpPort 0 lets the system choose
   */
  public static Inbox open(Path folder, int smtpPort) {
    Inbox inbox = new Inbox(MessageLog.open(folder), smtpPort);
    inbox.mail.start();
    return inbox;
  }

  /** Where it takes mail, on loopback. */
  public int smtpPort() {
    return mail.port();
  }

  /** Adds its pages, its API and its sinks under {@code /inbox}. */
  public void mount(Router router, Vertx vertx) {
    new HttpSinks(log, behaviours, vertx).mount(router);
    new InboxApi(log, behaviours).mount(router);
    new InboxPage(log, vertx).mount(router);
  }

  /** Fails with a reason if it cannot take messages. */
  public Future<Void> probe() {
    return log.isOpen() && mail.isRunning()
        ? Future.succeededFuture()
        : Future.failedFuture("closed");
  }

  @Override
  public void close() {
    mail.close();
    log.close();
  }
}
