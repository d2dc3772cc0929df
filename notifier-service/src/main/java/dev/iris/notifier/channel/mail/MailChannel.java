package dev.iris.notifier.channel.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDraft;
import dev.iris.notifier.channel.FieldFaults;
import dev.iris.notifier.channel.Outbound;
import dev.iris.notifier.channel.PeopleChannel;
import dev.iris.notifier.channel.ReportOutbound;
import dev.iris.notifier.channel.Secrets;
import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.channel.StormOutbound;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.RenderingConfig;
import dev.iris.notifier.rendering.Report;
import dev.iris.notifier.rendering.StormBriefing;
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
class MailChannel implements PeopleChannel {

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
    Briefing briefing = Briefing.of(outbound.notification());
    MailSettings settings = MailSettings.of(outbound.channel().settings());
    MailMessage message = message(settings, outbound.address(), MailText.of(briefing, times));
    message.addHeader("Message-ID", messageId(outbound.deliveryId(), settings.from()));
    MailMarks.of(briefing).forEach(message::addHeader);
    return send(settings, outbound.secrets(), message);
  }

  @Override
  public Uni<SendResult> tell(StormOutbound outbound) {
    StormBriefing briefing = outbound.briefing();
    MailSettings settings = MailSettings.of(outbound.channel().settings());
    MailMessage message = message(settings, outbound.address(), MailText.of(briefing, times));
    message.addHeader("Message-ID", messageId(outbound.messageId(), settings.from()));
    // All of a storm are answers to one that was never sent: so readers fold them.
    String thread =
        "<storm-" + briefing.stormId() + "@" + MailAddress.domain(settings.from()) + ">";
    message.addHeader("In-Reply-To", thread);
    message.addHeader("References", thread);
    MailMarks.of(outbound.messageId(), briefing).forEach(message::addHeader);
    return send(settings, outbound.secrets(), message);
  }

  @Override
  public Uni<SendResult> report(ReportOutbound outbound) {
    Report report = outbound.report();
    MailSettings settings = MailSettings.of(outbound.channel().settings());
    MailMessage message = message(settings, outbound.address(), MailText.of(report));
    message.addHeader("Message-ID", messageId(outbound.deliveryId(), settings.from()));
    MailMarks.of(report).forEach(message::addHeader);
    return send(settings, outbound.secrets(), message);
  }

  private Uni<SendResult> send(MailSettings settings, Secrets secrets, MailMessage message) {
    return clients.send(settings, secrets.find(MailSettings.PASSWORD), message);
  }

  private static MailMessage message(MailSettings settings, String address, MailText text) {
    return new MailMessage()
        .setFrom(sender(settings.fromName(), settings.from()))
        .setBounceAddress(settings.from())
        .setTo(address)
        .setSubject(text.subject())
        .setText(text.text())
        .setHtml(text.html())
        .addHeader("Auto-Submitted", "auto-generated")
        .addHeader("X-Auto-Response-Suppress", "All");
  }

  /** The same at each attempt: a server that saw the first one may drop the second. */
  private static String messageId(UUID deliveryId, String from) {
    return "<" + deliveryId + "@" + MailAddress.domain(from) + ">";
  }

  private static String sender(@Nullable String name, String address) {
    return name == null ? address : address + " (" + name.replaceAll("[()\\\\\"<>]", "") + ")";
  }
}
