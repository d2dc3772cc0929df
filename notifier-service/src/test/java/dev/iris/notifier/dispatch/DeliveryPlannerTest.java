package dev.iris.notifier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.events.Ids;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.Recipient;
import dev.iris.events.NotificationEvent.Route;
import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDraft;
import dev.iris.notifier.channel.ChannelKind;
import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.channel.FieldFaults;
import dev.iris.notifier.channel.Outbound;
import dev.iris.notifier.channel.ReportOutbound;
import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.dispatch.DeliveryPlanner.FallOver;
import dev.iris.notifier.throttle.RateLimit;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveryPlannerTest {

  private static final Audience DEFAULT =
      new Audience(Audience.DEFAULT, "Default audience", List.of());
  private static final UUID FAILED = Ids.next();

  private final DeliveryPlanner planner =
      new DeliveryPlanner(
          new ChannelKinds(List.of(new FakeKind("place", false), new FakeKind("letter", true))));

  private final Channel chat = channel("chat", "place", true);
  private final Channel post = channel("post", "letter", true);
  private final Channel team = channel("team", "place", false);

  @Test
  void shouldTellTheDefaultAudienceEverywhereItIs() {
    assertThat(planner.first(DEFAULT, List.of(chat, post, team)))
        .extracting(NewDelivery::to)
        .containsExactly(to("chat", ""), to("post", "a@x"), to("post", "b@x"));
  }

  @Test
  void shouldTakeEachRecipientsFirstUsableRoute() {
    Audience people =
        people(
            recipient(
                "ada",
                route("gone", null),
                route("post", "not an address"),
                route("post", "ada@x"),
                route("chat", null)),
            recipient("bob", route("team", null)),
            recipient("cy", route("team", null)));

    assertThat(planner.first(people, List.of(chat, post, team)))
        .extracting(NewDelivery::to)
        .containsExactly(to("post", "ada@x"), to("team", ""));
  }

  @Test
  void shouldTellTheDefaultAudienceForThoseWhoCannotBeReached() {
    Audience people =
        people(recipient("ada", route("gone", null)), recipient("bob", route("team", null)));

    assertThat(planner.first(people, List.of(chat, team)))
        .extracting(NewDelivery::to)
        .containsExactly(to("team", ""), to("chat", ""));
  }

  @Test
  void shouldNeverPlanNothing() {
    assertThat(planner.first(DEFAULT, List.of())).singleElement().matches(NewDelivery::isNowhere);
    assertThat(
            planner.first(people(recipient("ada")), List.of(channel("odd", "unknown-kind", true))))
        .singleElement()
        .matches(NewDelivery::isNowhere);
  }

  @Test
  void shouldGoOnToTheNextRouteOfEverybodyWhoUsedTheFailedOne() {
    Audience people =
        people(
            recipient("ada", route("team", null), route("post", "ada@x")),
            recipient("bob", route("team", null), route("post", "bob@x")),
            recipient("cy", route("post", "cy@x"), route("team", null)));

    FallOver next =
        planner.fallOver(
            people,
            List.of(chat, post, team),
            to("team", ""),
            FAILED,
            Map.of(
                to("team", ""), DeliveryState.FAILED, to("post", "cy@x"), DeliveryState.PENDING));

    assertThat(next.deliveries())
        .extracting(NewDelivery::to)
        .contains(to("post", "ada@x"), to("post", "bob@x"))
        .doesNotContain(to("post", "cy@x"));
    assertThat(next.deliveries()).extracting(NewDelivery::fallbackOf).containsOnly(FAILED);
    assertThat(next.exhausted()).isFalse();
  }

  @Test
  void shouldNotTryTwiceWhatFailedOrIsOnItsWay() {
    Audience people =
        people(recipient("ada", route("team", null), route("post", "ada@x"), route("chat", null)));

    FallOver next =
        planner.fallOver(
            people,
            List.of(chat, post, team),
            to("team", ""),
            FAILED,
            Map.of(
                to("team", ""),
                DeliveryState.FAILED,
                to("post", "ada@x"),
                DeliveryState.FAILED,
                to("chat", ""),
                DeliveryState.PENDING));

    assertThat(next.deliveries()).isEmpty();
    assertThat(next.exhausted()).as("chat may still work").isFalse();
  }

  @Test
  void shouldEndWithTheDefaultAudienceAndThenSaySo() {
    Audience people = people(recipient("ada", route("team", null)));

    FallOver next =
        planner.fallOver(
            people,
            List.of(chat, team),
            to("team", ""),
            FAILED,
            Map.of(to("team", ""), DeliveryState.FAILED));
    assertThat(next.deliveries()).extracting(NewDelivery::to).containsExactly(to("chat", ""));

    FallOver last =
        planner.fallOver(
            people,
            List.of(chat, team),
            to("chat", ""),
            FAILED,
            Map.of(to("team", ""), DeliveryState.FAILED, to("chat", ""), DeliveryState.FAILED));
    assertThat(last.deliveries()).isEmpty();
    assertThat(last.exhausted()).isTrue();
  }

  @Test
  void shouldNotCallItExhaustedWhenSomebodyWasReached() {
    FallOver next =
        planner.fallOver(
            DEFAULT,
            List.of(chat, post),
            to("post", "a@x"),
            FAILED,
            Map.of(
                to("chat", ""),
                DeliveryState.ACCEPTED,
                to("post", "a@x"),
                DeliveryState.FAILED,
                to("post", "b@x"),
                DeliveryState.FAILED));

    assertThat(next.deliveries()).isEmpty();
    assertThat(next.exhausted()).isFalse();
  }

  private static Destination to(String channelId, String address) {
    return new Destination(channelId, address);
  }

  private static Route route(String channelId, @org.jspecify.annotations.Nullable String address) {
    return new Route(channelId, address);
  }

  private static Recipient recipient(String id, Route... routes) {
    return new Recipient(id, id, List.of(routes));
  }

  private static Audience people(Recipient... recipients) {
    return new Audience("team", "Team", List.of(recipients));
  }

  private static Channel channel(String id, String type, boolean defaultAudience) {
    return new Channel(
        id,
        type,
        id,
        true,
        defaultAudience,
        JsonNodeFactory.instance.objectNode(),
        RateLimit.UNLIMITED);
  }

  /** A kind that is one place, or has addresses that hold an @. */
  private record FakeKind(String type, boolean wantsAddress) implements ChannelKind {

    @Override
    public Set<String> secretFields() {
      return Set.of();
    }

    @Override
    public RateLimit usualRate() {
      return RateLimit.UNLIMITED;
    }

    @Override
    public void check(ChannelDraft draft, FieldFaults faults) {}

    @Override
    public String target(ObjectNode settings) {
      return "";
    }

    @Override
    public boolean isAddress(String address) {
      return address.contains("@");
    }

    @Override
    public List<String> defaultAddresses(Channel channel) {
      return wantsAddress ? List.of("a@x", "b@x") : List.of(ONE_PLACE);
    }

    @Override
    public Duration patience() {
      return Duration.ZERO;
    }

    @Override
    public Uni<SendResult> send(Outbound outbound) {
      return Uni.createFrom().item(new SendResult.Accepted(null, null));
    }

    @Override
    public Uni<SendResult> report(ReportOutbound outbound) {
      throw new UnsupportedOperationException("plans only");
    }
  }
}
