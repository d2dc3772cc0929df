package dev.iris.local.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on loopback that keeps every mail and forwards none. */
final class MailSink implements AutoCloseable {

  private static final int LARGEST = 16 << 20;
  private static final int CONNECTIONS = 100;

  private final MessageLog log;
  private final Behaviours behaviours;
  private final SMTPServer server;

  MailSink(MessageLog log, Behaviours behaviours, int port) {
    this.log = log;
    this.behaviours = behaviours;
    this.server =
        SMTPServer.port(port)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("iris.localhost")
            .softwareName("Iris inbox")
            // the payload is what was sent, byte for byte
            .insertReceivedHeaders(false)
            .maxMessageSize(LARGEST)
            .maxConnections(CONNECTIONS)
            .messageHandlerFactory(Transaction::new)
            .build();
  }

  void start() {
    server.start();
  }

  int port() {
    return server.getPortAllocated();
  }

  boolean isRunning() {
    return server.isRunning();
  }

  @Override
  public void close() {
    server.stop();
  }

  /** One mail. Delays come before anything is taken: a client that gives up has delivered nothing. */
  private final class Transaction implements MessageHandler {

    private final List<String> recipients = new ArrayList<>();
    private Behaviour behaviour = Behaviour.GOOD;

    Transaction(MessageContext context) {}

    @Override
    public void from(String sender) throws RejectException {
      behaviour = behaviours.take(Channel.MAIL);
      if (behaviour.delayMs() > 0) {
        pause(Duration.ofMillis(behaviour.delayMs()));
      }
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      if (behaviour.recipient() != null && behaviour.isFor(recipient)) {
        refuse();
      }
      recipients.add(recipient);
    }

    /** As mail servers do it: one recipient at RCPT, everybody once they have seen the mail. */
    private void refuse() throws RejectException {
      if (behaviour.status() != 0) {
        throw new RejectException(behaviour.status(), "The inbox was told to refuse this");
      }
    }

    @Override
    public @Nullable String data(InputStream data) throws RejectException, IOException {
      byte[] mail = data.readAllBytes();
      if (behaviour.recipient() == null && !behaviour.cut()) {
        refuse();
      }
      String subject = MailView.subjectOf(mail);
      log.append(
          new Arrival(
              Channel.MAIL, String.join(", ", recipients), subject, Map.of(), Arrival.text(mail)));
      if (behaviour.cut()) {
        // without a code of its own it would say 554: that nobody need try again
        throw new DropConnectionException(421, "The inbox was told to break off");
      }
      return null;
    }

    @Override
    public void done() {}
  }

  private static void pause(Duration time) throws RejectException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectException(421, "The inbox is closing");
    }
  }
}
