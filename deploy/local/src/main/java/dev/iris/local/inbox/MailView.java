package dev.iris.local.inbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What a mail program shows of a mail.
 *
 * @param headers those a reader looks at
 * @param text the plain text; empty if there is none
 * @param html empty if there is none
 */
record MailView(String subject, Map<String, String> headers, String text, String html) {

  private static final Session NO_SESSION = Session.getInstance(new Properties());

  /** Reads a mail. One that cannot be understood is shown as the text it is. */
  static MailView of(byte[] mime) {
    try {
      MimeMessage message = new MimeMessage(NO_SESSION, new ByteArrayInputStream(mime));
      Bodies bodies = new Bodies();
      bodies.collect(message);
      String subject = message.getSubject() == null ? "" : message.getSubject();
      return new MailView(subject, headers(message), bodies.text, bodies.html);
    } catch (MessagingException | IOException e) {
      return new MailView("", Map.of(), Arrival.text(mime), "");
    }
  }

  /** The subject alone, without looking at the rest of the mail; empty if there is none. */
  static String subjectOf(byte[] mime) {
    try {
      String subject =
          new InternetHeaders(new ByteArrayInputStream(mime)).getHeader("Subject", null);
      return subject == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(subject));
    } catch (MessagingException | UnsupportedEncodingException e) {
      return "";
    }
  }

  /** Reads a stored payload; see {@link Arrival#text}. */
  static MailView ofPayload(String payload) {
    return of(payload.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> headers(MimeMessage message) throws MessagingException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name :
        new String[] {"From", "To", "Cc", "Reply-To", "Date", "Message-ID", "In-Reply-To"}) {
      String value = message.getHeader(name, ", ");
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  /** The first text and the first HTML that are not attachments. */
  private static final class Bodies {

    private String text = "";
    private String html = "";

    private void collect(Part part) throws MessagingException, IOException {
      if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
        return;
      }
      if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
        for (int i = 0; i < parts.getCount(); i++) {
          BodyPart child = parts.getBodyPart(i);
          collect(child);
        }
      } else if (part.isMimeType("text/html")
          && html.isEmpty()
          && part.getContent() instanceof String content) {
        html = content;
      } else if (part.isMimeType("text/plain")
          && text.isEmpty()
          && part.getContent() instanceof String content) {
        text = content;
      }
    }
  }
}
