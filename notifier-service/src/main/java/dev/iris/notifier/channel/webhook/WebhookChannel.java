package dev.iris.notifier.channel.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDraft;
import dev.iris.notifier.channel.ChannelKind;
import dev.iris.notifier.channel.FieldFaults;
import dev.iris.notifier.channel.Outbound;
import dev.iris.notifier.channel.ReportOutbound;
import dev.iris.notifier.channel.Secrets;
import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.channel.http.HttpOutcome;
import dev.iris.notifier.channel.http.OutgoingHttp;
import dev.iris.notifier.throttle.RateLimit;
import dev.iris.vault.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A program of somebody's that takes JSON. With a signing secret, each request is signed (Standard Webhooks). */
@ApplicationScoped
class WebhookChannel implements ChannelKind {

  private static final String URL = "url";
  private static final String SIGNING_SECRET = "signingSecret";

  private final OutgoingHttp http;
  private final InstantSource clock;

  WebhookChannel(OutgoingHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public Set<String> secretFields() {
    return Set.of(SIGNING_SECRET);
  }

  @Override
  public RateLimit usualRate() {
    return RateLimit.UNLIMITED;
  }

  @Override
  public void check(ChannelDraft draft, FieldFaults faults) {
    faults.onlyKnown(draft.settings(), Set.of(URL));
    String url = faults.text(draft.settings(), URL, true, 2048);
    String fault = url == null ? null : http.fault(url);
    if (fault != null) {
      faults.add("settings.url", fault);
    }
    draft
        .givenSecret(SIGNING_SECRET)
        .filter(secret -> WebhookSignature.key(secret.reveal()).isEmpty())
        .ifPresent(
            bad ->
                faults.add("secrets.signingSecret", "must be whsec_ and 24 to 64 bytes in base64"));
  }

  @Override
  public String target(ObjectNode settings) {
    return settings.path(URL).asText();
  }

  @Override
  public Duration patience() {
    return http.patience();
  }

  @Override
  public Uni<SendResult> send(Outbound outbound) {
    return post(
        outbound.channel(),
        outbound.secrets(),
        outbound.deliveryId(),
        WebhookBody.json(WebhookBody.of(outbound)));
  }

  @Override
  public Uni<SendResult> report(ReportOutbound outbound) {
    return post(
        outbound.channel(),
        outbound.secrets(),
        outbound.deliveryId(),
        WebhookBody.json(ReportBody.of(outbound)));
  }

  private Uni<SendResult> post(Channel channel, Secrets secrets, UUID deliveryId, byte[] body) {
    return http.post(
            channel.settings().path(URL).asText(), headers(secrets, deliveryId, body), body)
        .map(HttpOutcome::toResult);
  }

  private Map<String, String> headers(Secrets secrets, UUID deliveryId, byte[] body) {
    Instant now = clock.instant();
    String id = deliveryId.toString();
    Map<String, String> headers = new HashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    secrets
        .find(SIGNING_SECRET)
        .map(Secret::reveal)
        .flatMap(WebhookSignature::key)
        .ifPresent(
            key -> headers.put("webhook-signature", WebhookSignature.sign(key, id, now, body)));
    return headers;
  }
}
