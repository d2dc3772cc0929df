package dev.iris.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.testing.HttpSink.Answer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The sinks keep what comes and answer as they are told. */
class SinksTest {

  @Test
  void shouldKeepRequestsAndAnswerAsTold() throws Exception {
    try (HttpSink sink = HttpSink.start();
        HttpClient client = HttpClient.newHttpClient()) {
      sink.answerNext(Answer.status(429).withHeader("Retry-After", "7"), Answer.hangUp());
      HttpRequest request =
          HttpRequest.newBuilder(sink.uri("/a?b=c"))
              .POST(HttpRequest.BodyPublishers.ofString("günstig"))
              .build();

      HttpResponse<String> limited = client.send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(limited.headers().firstValue("retry-after")).contains("7");
      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      assertThat(sink.requests())
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(
              seen -> {
                assertThat(seen.method()).isEqualTo("POST");
                assertThat(seen.path()).isEqualTo("/a");
                assertThat(seen.text()).isEqualTo("günstig");
              });
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void shouldKeepMailsAndRefuseRecipientsAsTold() throws Exception {
    try (SmtpSink sink = SmtpSink.start()) {
      sink.refuse("nobody@iris.localhost", 550);

      send(sink, "somebody@iris.localhost");

      assertThatThrownBy(() -> send(sink, "nobody@iris.localhost"))
          .isInstanceOf(MessagingException.class);
      assertThat(sink.mails())
          .singleElement()
          .satisfies(
              mail -> {
                assertThat(mail.subject()).isEqualTo("Größe");
                assertThat(mail.recipients()).isEqualTo(List.of("somebody@iris.localhost"));
                assertThat(mail.part("text/plain")).contains("body");
              });
    }
  }

  private static void send(SmtpSink sink, String recipient) throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(sink.port()));
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom("iris@iris.localhost");
    message.setRecipients(Message.RecipientType.TO, recipient);
    message.setSubject("Größe", "UTF-8");
    message.setText("body", "UTF-8");
    Transport.send(message);
  }

  @Test
  void shouldSkipOrFailWithoutAPeer() {
    List<String> peer = List.of("no-such-program");

    assertThat(PeerCondition.decide(peer, null).isDisabled()).isTrue();
    assertThat(PeerCondition.decide(peer, null).getReason())
        .contains("needs no-such-program (apt install no-such-program)");
    assertThatThrownBy(() -> PeerCondition.decide(peer, "true"))
        .isInstanceOf(ExtensionConfigurationException.class);
  }
}
