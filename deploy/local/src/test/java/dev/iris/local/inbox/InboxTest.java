package dev.iris.local.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.local.gateway.RunningGateway;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbox over real HTTP and SMTP. */
class InboxTest {

  private static final String CARD =
      """
      {"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive",
      "content":{"type":"AdaptiveCard","version":"1.4","body":[{"type":"TextBlock","text":"Ümlaut \\u0041"}]}}]}""";

  private final Path folder;
  private RunningGateway gateway;

  InboxTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.gateway = new RunningGateway(folder).start(RunningGateway.nobody());
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void shouldTakeACardAsWorkflowsDoesAndKeepItsExactBytes() throws Exception {
    HttpResponse<String> answer = postCard();

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    JsonNode item = onlyMessage("teams");
    assertThat(item.path("payload").asText()).isEqualTo(CARD);
    assertThat(item.path("recipient").asText()).isEqualTo("default");
    assertThat(item.path("subject").asText()).isEqualTo("Ümlaut A");
    assertThat(item.path("id").asText()).isNotEmpty();
    assertThat(item.path("at").asText()).endsWith("Z");
  }

  @Test
  void shouldRefuseWhatTeamsWouldNotShow() throws Exception {
    String large = CARD.replace("Ümlaut", "x".repeat(CardEnvelope.LIMIT));

    assertThat(gateway.send("POST", "/inbox/sink/teams/x", "{}").statusCode()).isEqualTo(400);
    assertThat(gateway.send("POST", "/inbox/sink/teams/x", large).statusCode()).isEqualTo(413);
    assertThat(messages("").size()).isZero();
  }

  @Test
  void shouldKeepAWebhookWithItsHeaders() throws Exception {
    gateway.send(
        "POST", "/inbox/sink/webhook/ops", "{\"title\":\"hey\"}", "webhook-signature", "v1,abc");

    JsonNode item = onlyMessage("webhook");
    assertThat(item.path("payload").asText()).isEqualTo("{\"title\":\"hey\"}");
    assertThat(item.path("subject").asText()).isEqualTo("hey");
    assertThat(item.path("headers").path("webhook-signature").asText()).isEqualTo("v1,abc");
  }

  @Test
  void shouldKeepAMailAsItIsAndShowItsHtmlWithoutLettingItDoAnything() throws Exception {
    sendMail();

    JsonNode item = onlyMessage("mail");
    assertThat(item.path("payload").asText())
        .contains("From: iris@iris.localhost\r\n")
        .doesNotContain("Received:")
        .contains("multipart/alternative");
    assertThat(item.path("subject").asText()).isEqualTo("Plattenplatz für db-1");
    assertThat(item.path("recipient").asText()).isEqualTo("operations@iris.localhost");
    HttpResponse<String> html = gateway.get("/inbox/mail/" + item.path("id").asText() + "/html");
    assertThat(html.body()).contains("<script>alert(1)</script>");
    assertThat(html.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("sandbox allow-popups")
        .contains("default-src 'none'")
        .doesNotContain("allow-scripts")
        .doesNotContain("allow-same-origin");
  }

  @Test
  void shouldAnswerBadlyAsOftenAsItWasTold() throws Exception {
    behave("{\"channel\":\"teams\",\"status\":429,\"retryAfter\":7,\"times\":2}");

    HttpResponse<String> first = postCard();
    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(first.headers().firstValue("Retry-After")).contains("7");
    assertThat(postCard().statusCode()).isEqualTo(429);
    assertThat(messages("teams").size()).isZero();
    assertThat(postCard().statusCode()).isEqualTo(202);
  }

  @Test
  void shouldAnswerBadlyUntilItIsToldOtherwise() throws Exception {
    behave("{\"channel\":\"webhook\",\"status\":500}");
    for (int i = 0; i < 5; i++) {
      assertThat(gateway.send("POST", "/inbox/sink/webhook/x", "{}").statusCode()).isEqualTo(500);
    }

    behave("{\"channel\":\"webhook\"}");

    assertThat(gateway.send("POST", "/inbox/sink/webhook/x", "{}").statusCode()).isEqualTo(200);
    assertThat(messages("webhook").size()).isEqualTo(1);
  }

  @Test
  void shouldRefuseMailWithTheCodeItWasTold() throws Exception {
    behave("{\"channel\":\"mail\",\"status\":451,\"times\":1}");

    assertThatThrownBy(this::sendMail).hasMessageContaining("451");
    assertThat(messages("mail").size()).isZero();
    sendMail();
    assertThat(messages("mail").size()).isEqualTo(1);
  }

  @Test
  void shouldTakeAMessageAndBreakOffWithoutAnAnswer() throws Exception {
    behave("{\"channel\":\"webhook\",\"cut\":true,\"times\":1}");
    behave("{\"channel\":\"mail\",\"cut\":true,\"times\":1}");

    assertThatThrownBy(() -> gateway.send("POST", "/inbox/sink/webhook/x", "{}"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(this::sendMail).hasStackTraceContaining("421");

    assertThat(messages("webhook").size()).isEqualTo(1);
    assertThat(messages("mail").size()).isEqualTo(1);
  }

  @Test
  void shouldRefuseOneRecipientAndNoOther() throws Exception {
    behave("{\"channel\":\"mail\",\"status\":550,\"recipient\":\"operations@iris.localhost\"}");
    assertThatThrownBy(this::sendMail).hasStackTraceContaining("550");
    assertThat(messages("mail").size()).isZero();

    behave("{\"channel\":\"mail\",\"status\":550,\"recipient\":\"oncall@iris.localhost\"}");
    sendMail();

    assertThat(messages("mail").size()).isEqualTo(1);
    assertThat(
            gateway
                .send(
                    "PUT",
                    "/inbox/behaviour",
                    "{\"channel\":\"teams\",\"recipient\":\"a@b.example\"}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void shouldNotCountWhatACallerGaveUpOn() throws Exception {
    behave("{\"channel\":\"webhook\",\"delayMs\":400,\"times\":1}");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      String request =
          "POST /inbox/sink/webhook/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await()
          .untilAsserted(() -> assertThat(behaviour("webhook").path("delayMs").asInt()).isZero());
    }

    behave("{\"channel\":\"webhook\",\"delayMs\":600,\"times\":1}");
    assertThat(
            gateway.send("POST", "/inbox/sink/webhook/x", "{\"title\":\"patient\"}").statusCode())
        .isEqualTo(200);

    assertThat(onlyMessage("webhook").path("subject").asText()).isEqualTo("patient");
  }

  @Test
  void shouldKeepMessagesOverARestartUntilTheyAreDeleted() throws Exception {
    postCard();
    gateway.close();
    gateway = new RunningGateway(folder).start(RunningGateway.nobody());
    assertThat(onlyMessage("teams").path("payload").asText()).isEqualTo(CARD);

    assertThat(gateway.send("DELETE", "/inbox/messages", "").statusCode()).isEqualTo(204);

    assertThat(messages("").size()).isZero();
  }

  @Test
  void shouldListAllMessagesOldestFirst() throws Exception {
    String padding = "x".repeat(5_000);
    for (int i = 0; i < 200; i++) {
      gateway.send(
          "POST", "/inbox/sink/webhook/x", "{\"title\":\"" + i + "\",\"p\":\"" + padding + "\"}");
    }
    postCard();

    JsonNode webhooks = messages("webhook");

    assertThat(webhooks.size()).isEqualTo(200);
    for (int i = 0; i < webhooks.size(); i++) {
      assertThat(webhooks.get(i).path("subject").asText()).isEqualTo(Integer.toString(i));
    }
    assertThat(messages("").size()).isEqualTo(201);
    assertThat(gateway.get("/inbox/messages?channel=fax").statusCode()).isEqualTo(400);
  }

  @Test
  void shouldServeAPageThatRunsNothingButItsOwn() throws Exception {
    HttpResponse<String> page = gateway.get("/inbox");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(gateway.get("/inbox/assets/lib/adaptivecards.min.js").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/inbox/assets/lib/markdown-it.umd.min.js").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/inbox/assets/cards.js").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> postCard() throws IOException, InterruptedException {
    return gateway.send(
        "POST", "/inbox/sink/teams/default", CARD, "Content-Type", "application/json");
  }

  private void behave(String json) throws IOException, InterruptedException {
    assertThat(gateway.send("PUT", "/inbox/behaviour", json).statusCode()).isEqualTo(200);
  }

  private JsonNode behaviour(String channel) throws IOException, InterruptedException {
    return json(gateway.get("/inbox/behaviour")).path(channel);
  }

  private JsonNode onlyMessage(String channel) throws IOException, InterruptedException {
    JsonNode items = messages(channel);
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private JsonNode messages(String channel) throws IOException, InterruptedException {
    return json(gateway.get("/inbox/messages" + (channel.isEmpty() ? "" : "?channel=" + channel)))
        .path("items");
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private void sendMail() throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(gateway.smtpPort()));
    Session session = Session.getInstance(properties);
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(new InternetAddress("iris@iris.localhost"));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress("operations@iris.localhost"));
    mail.setSubject("Plattenplatz für db-1", "UTF-8");
    MimeBodyPart text = new MimeBodyPart();
    text.setText("plain", "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(
        "<html><head></head><body><script>alert(1)</script></body></html>", "UTF-8", "html");
    mail.setContent(new MimeMultipart("alternative", text, html));
    mail.saveChanges();
    send(session.getTransport("smtp"), mail);
  }

  /** The server's answer is what counts, not that a connection which it closed cannot be closed once more. */
  private static void send(Transport transport, MimeMessage mail) throws MessagingException {
    transport.connect();
    try {
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException refused) {
      try {
        transport.close();
      } catch (MessagingException gone) {
        refused.addSuppressed(gone);
      }
      throw refused;
    }
    transport.close();
  }
}
