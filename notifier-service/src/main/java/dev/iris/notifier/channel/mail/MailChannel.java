package dev.iris.notifier.channel.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDraft;
import dev.iris.notifier.channel.ChannelKind;
import dev.iris.notifier.channel.FieldFaults;
import dev.iris.notifier.channel.Outbound;
import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.RenderingConfig;
import dev.iris.notifier.rendering.TimeStyle;
import dev.iris.notifier.throttle.RateLimit;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.MailMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mail over SMTP: one message per address, so that one that is refused does no harm to the others. */
@ApplicationScoped
class MailChannel implements ChannelKind {

  private static final RateLimit USUAL = new RateLimit(10.0, 2000);

  private final SmtpClients clients;
  private final TimeStyle times;

  MailChannel(SmtpClients clients, RenderingConfig rendering) {
    this.clients = clients;
    this.times = new TimeStyle(rendering.zone());
  }

  @Override
  public String type() {
    return "mail";
  }

  @Override
  public Set<String> secretFields() {
    return Set.of(MailSettings.PASSWORD);
  }

  @Override
  public RateLimit usualRate() {
    return USUAL;
  }

  @Override
  public void check(ChannelDraft draft, FieldFaults faults) {
    MailSettings.check(draft, faults);
  }

  @Override
  public String target(ObjectNode settings) {
    MailSettings mail = MailSettings.of(settings);
    return mail.host() + ":" + mail.port() + " " + mail.security() + " " + mail.user();
  }

  @Override
  public boolean wantsAddress() {
    return true;
  }

  @Override
  public boolean isAddress(String address) {
    return MailAddress.isValid(address);
  }

  @Override
  public List<String> defaultAddresses(Channel channel) {
    return MailSettings.of(channel.settings()).recipients();
  }

  @Override
  public Duration patience() {
    return clients.patience();
  }

  @Override
  public Uni<SendResult> send(Outbound outbound) {
    MailSettings settings = MailSettings.of(outbound.channel().settings());
    MailText text = MailText.of(Briefing.of(outbound.notification()), times);
    return clients.send(
        settings,
        outbound.secrets().find(MailSettings.PASSWORD),
        message(settings, text, outbound));
  }

  private static MailMessage message(MailSettings settings, MailText text, Outbound outbound) {
    MailMessage message =
        new MailMessage()
            .setFrom(sender(settings.fromName(), settings.from()))
            .setBounceAddress(settings.from())
            .setTo(outbound.address())
            .setSubject(text.subject())
            .setText(text.text())
            .setHtml(text.html());
    message.addHeader("Message-ID", messageId(outbound.deliveryId(), settings.from()));
    message.addHeader("Auto-Submitted", "auto-generated");
    message.addHeader("X-Auto-Response-Suppress", "All");
    return message;
  }

  /** The same at each attempt: a server that saw the first one may drop the second. */
  private static String messageId(UUID deliveryId, String from) {
    return "<" + deliveryId + "@" + MailAddress.domain(from) + ">";
  }

  private static String sender(@Nullable String name, String address) {
    return name == null ? address : address + " (" + name.replaceAll("[()\\\\\"<>]", "") + ")";
  }
}
