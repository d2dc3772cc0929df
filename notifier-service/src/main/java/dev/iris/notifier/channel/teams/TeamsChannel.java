package dev.iris.notifier.channel.teams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.channel.ChannelDraft;
import dev.iris.notifier.channel.FieldFaults;
import dev.iris.notifier.channel.Outbound;
import dev.iris.notifier.channel.PeopleChannel;
import dev.iris.notifier.channel.ReportOutbound;
import dev.iris.notifier.channel.Secrets;
import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.channel.StormOutbound;
import dev.iris.notifier.channel.http.OutgoingHttp;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.RenderingConfig;
import dev.iris.notifier.rendering.TimeStyle;
import dev.iris.notifier.throttle.RateLimit;
import dev.iris.vault.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Teams channel behind a Workflows webhook. Its only setting is the webhook's URL, and that is a secret. */
@ApplicationScoped
class TeamsChannel implements PeopleChannel {

  static final String URL = "url";

  /** What Microsoft documented for connectors, with room to spare; it says nothing for Workflows. */
  private static final RateLimit USUAL = new RateLimit(1.0, 100);

  private final OutgoingHttp http;
  private final TimeStyle times;

  TeamsChannel(OutgoingHttp http, RenderingConfig rendering) {
    this.http = http;
    this.times = new TimeStyle(rendering.zone());
  }

  @Override
  public String type() {
    return "teams";
  }

  @Override
  public Set<String> secretFields() {
    return Set.of(URL);
  }

  @Override
  public RateLimit usualRate() {
    return USUAL;
  }

  @Override
  public void check(ChannelDraft draft, FieldFaults faults) {
    faults.onlyKnown(draft.settings(), Set.of());
    faults.require(
        draft.willHave(URL),
        "secrets.url",
        "is missing: the address of the channel's Workflows webhook");
    Optional<String> fault = draft.givenSecret(URL).map(Secret::reveal).map(http::fault);
    fault.ifPresent(text -> faults.add("secrets.url", text));
  }

  @Override
  public String target(ObjectNode settings) {
    // The URL is the secret itself: a new target is a new secret.
    return "";
  }

  @Override
  public Duration patience() {
    return http.patience();
  }

  @Override
  public Uni<SendResult> send(Outbound outbound) {
    return post(outbound.secrets(), TeamsMessage.of(Briefing.of(outbound.notification()), times));
  }

  @Override
  public Uni<SendResult> tell(StormOutbound outbound) {
    return post(
        outbound.secrets(), TeamsMessage.of(outbound.messageId(), outbound.briefing(), times));
  }

  @Override
  public Uni<SendResult> report(ReportOutbound outbound) {
    return post(outbound.secrets(), TeamsMessage.of(outbound.report(), times));
  }

  private Uni<SendResult> post(Secrets secrets, byte[] body) {
    Optional<String> url = secrets.find(URL).map(Secret::reveal);
    if (url.isEmpty()) {
      return Uni.createFrom()
          .item(new SendResult.Refused("secret-missing", null, "the channel's url is not set"));
    }
    return http.post(url.get(), Map.of(), body)
        .map(outcome -> OfficeConnector.judge(url.get(), outcome));
  }
}
