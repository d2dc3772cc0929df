package dev.iris.testing;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** An SMTP server that keeps every mail, and refuses recipients or everything as it is told. */
public final class SmtpSink implements AutoCloseable {

  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();
  private final SMTPServer server;
  private volatile int refuseAll;
  private volatile boolean hangingUp;

  private SmtpSink() {
    server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("sink.iris.localhost")
            .insertReceivedHeaders(false)
            .messageHandlerFactory(context -> new Handler())
            .build();
  }

  /** A started one on a port that the system gives. */
  public static SmtpSink start() {
    SmtpSink sink = new SmtpSink();
    sink.server.start();
    return sink;
  }

  /** Its port. */
  public int port() {
    return server.getPortAllocated();
  }

  /** The mails that were accepted, oldest first; a copy. */
  public List<Mail> mails() {
    return List.copyOf(mails);
  }

  /** Refuses this recipient from now on with this code, such as 550 for good or 450 for now. */
  public void refuse(String recipient, int code) {
    refused.put(recipient, code);
  }

  /** Refuses every mail at its beginning with this code; 0 accepts again. */
  public void refuseAll(int code) {
    refuseAll = code;
  }

  /** Cuts the connection after the text of a mail came, without an answer. */
  public void hangUp(boolean hangUp) {
    hangingUp = hangUp;
  }

  /** Forgets mails and refusals. */
  public void reset() {
    mails.clear();
    refused.clear();
    refuseAll = 0;
    hangingUp = false;
  }

  @Override
  public void close() {
    server.stop();
  }

  /**
   * A mail that was accepted.
   *
   * @param from of the envelope
   * @param recipients of the envelope, in their order
   * @param raw its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // mails are not compared
  public record Mail(String from, List<String> recipients, byte[] raw) {

    /** Decoded. */
    public MimeMessage message() {
      try {
        return new MimeMessage(
            Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
      } catch (MessagingException e) {
        throw new IllegalStateException("not a mail", e);
      }
    }

    /** The decoded subject. */
    public @Nullable String subject() {
      try {
        return message().getSubject();
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    /** A header's first value, as it is in the mail. */
    public @Nullable String header(String name) {
      try {
        String[] values = message().getHeader(name);
        return values == null ? null : values[0];
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The first part of this type, such as {@code text/html}, decoded. */
    public @Nullable String part(String type) {
      try {
        return part(message().getContent(), message().getContentType(), type);
      } catch (MessagingException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static @Nullable String part(Object content, String contentType, String type)
        throws MessagingException, IOException {
      if (content instanceof MimeMultipart parts) {
        for (int index = 0; index < parts.getCount(); index++) {
          BodyPart part = parts.getBodyPart(index);
          String found = part(part.getContent(), part.getContentType(), type);
          if (found != null) {
            return found;
          }
        }
        return null;
      }
      return contentType.startsWith(type) ? content.toString() : null;
    }

    /** The mail as text, undecoded. */
    @Override
    public String toString() {
      return "from " + from + " to " + recipients + "\n" + new String(raw, StandardCharsets.UTF_8);
    }
  }

  private final class Handler implements MessageHandler {

    private final List<String> recipients = new ArrayList<>();
    private String from = "";

    @Override
    public void from(String sender) throws RejectException {
      if (refuseAll != 0) {
        throw new RejectException(refuseAll, "refused as told");
      }
      from = sender;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      Integer code = refused.get(recipient);
      if (code != null) {
        throw new RejectException(code, "refused as told: " + recipient);
      }
      recipients.add(recipient);
    }

    @Override
    public @Nullable String data(InputStream data) throws RejectException {
      try {
        byte[] raw = data.readAllBytes();
        if (hangingUp) {
          throw new DropConnectionException("as told");
        }
        mails.add(new Mail(from, List.copyOf(recipients), raw));
        return null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void done() {}
  }
}
