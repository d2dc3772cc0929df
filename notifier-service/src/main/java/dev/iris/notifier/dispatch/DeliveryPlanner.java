package dev.iris.notifier.dispatch;

import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.Recipient;
import dev.iris.events.NotificationEvent.Route;
import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelKind;
import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.rendering.PlainText;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which deliveries a notification needs. Pure. It is asked with the enabled channels as they are now, and never plans a
 * place twice for one notification.
 */
@ApplicationScoped
class DeliveryPlanner {

  private static final int MAX_RECIPIENT = 200;

  private final ChannelKinds kinds;

  DeliveryPlanner(ChannelKinds kinds) {
    this.kinds = kinds;
  }

  /**
   * What to do after a delivery failed for good.
   *
   * @param exhausted nobody was reached, nobody is on the way, and nobody is left to try
   */
  record FallOver(List<NewDelivery> deliveries, boolean exhausted) {}

  /** The first deliveries: each recipient's first usable route; the default audience for those who have none. Never empty. */
  List<NewDelivery> first(Audience audience, List<Channel> channels) {
    Plan plan = new Plan(channels, Map.of(), null);
    boolean someoneHasNoRoute = audience.recipients().isEmpty();
    for (Recipient recipient : audience.recipients()) {
      someoneHasNoRoute |= !plan.cover(recipient, recipient.routes());
    }
    if (someoneHasNoRoute) {
      plan.addDefaultAudience();
    }
    return plan.isEmpty() ? List.of(NewDelivery.nowhere(name(audience.name()))) : plan.deliveries();
  }

  /**
   * Who is told instead.
   *
   * @param failed the place that failed
   * @param known all places of the notification, the failed one included, with where their deliveries stand
   */
  FallOver fallOver(
      Audience audience,
      List<Channel> channels,
      Destination failed,
      UUID failedId,
      Map<Destination, DeliveryState> known) {
    Plan plan = new Plan(channels, known, failedId);
    boolean ofSomebody = false;
    boolean someoneIsLeft = false;
    for (Recipient recipient : audience.recipients()) {
      Optional<List<Route>> rest = routesAfter(recipient, failed);
      ofSomebody |= rest.isPresent();
      someoneIsLeft |= rest.isPresent() && !plan.cover(recipient, rest.get());
    }
    if (someoneIsLeft || !ofSomebody) {
      plan.addDefaultAudience();
    }
    boolean reachable = known.values().stream().anyMatch(state -> state != DeliveryState.FAILED);
    return new FallOver(plan.deliveries(), plan.isEmpty() && !reachable);
  }

  /** The routes behind the one that failed; empty if none of the recipient's routes is it. */
  private static Optional<List<Route>> routesAfter(Recipient recipient, Destination failed) {
    for (int i = 0; i < recipient.routes().size(); i++) {
      if (destination(recipient.routes().get(i)).equals(failed)) {
        return Optional.of(recipient.routes().subList(i + 1, recipient.routes().size()));
      }
    }
    return Optional.empty();
  }

  private static Destination destination(Route route) {
    return new Destination(route.channelId(), address(route.address()));
  }

  private static String address(@Nullable String address) {
    return address == null ? ChannelKind.ONE_PLACE : address;
  }

  private static String name(String name) {
    return PlainText.line(name, MAX_RECIPIENT);
  }

  /** A plan in the making. */
  private final class Plan {

    private final Map<String, Channel> channels;
    private final Map<Destination, DeliveryState> known;
    private final Map<Destination, NewDelivery> added = new LinkedHashMap<>();
    private final @Nullable UUID fallbackOf;

    Plan(List<Channel> channels, Map<Destination, DeliveryState> known, @Nullable UUID fallbackOf) {
      // A channel of a kind that this version does not know (after a downgrade) must not stop the
      // others.
      this.channels =
          channels.stream()
              .filter(channel -> kinds.find(channel.type()).isPresent())
              .collect(
                  Collectors.toMap(
                      Channel::id,
                      Function.identity(),
                      (first, second) -> first,
                      LinkedHashMap::new));
      this.known = new HashMap<>(known);
      this.fallbackOf = fallbackOf;
    }

    /** Whether the recipient is reached by one of these routes: by one that is on its way already, or by one added now. */
    boolean cover(Recipient recipient, List<Route> routes) {
      for (Route route : routes) {
        Destination to = destination(route);
        Channel channel = channels.get(route.channelId());
        DeliveryState state = known.get(to);
        if (state == DeliveryState.FAILED
            || (state == null && (channel == null || !fits(channel, to)))) {
          continue;
        }
        if (state == null && channel != null) {
          add(to, channel, recipient.name());
        }
        return true;
      }
      return false;
    }

    void addDefaultAudience() {
      for (Channel channel : channels.values().stream().filter(Channel::defaultAudience).toList()) {
        for (String address : kinds.of(channel).defaultAddresses(channel)) {
          add(
              new Destination(channel.id(), address),
              channel,
              address.isEmpty() ? channel.name() : address);
        }
      }
    }

    boolean isEmpty() {
      return added.isEmpty();
    }

    List<NewDelivery> deliveries() {
      return new ArrayList<>(added.values());
    }

    private boolean fits(Channel channel, Destination to) {
      ChannelKind kind = kinds.of(channel);
      return kind.wantsAddress() ? kind.isAddress(to.address()) : to.address().isEmpty();
    }

    private void add(Destination to, Channel channel, String recipient) {
      if (!known.containsKey(to)) {
        added.computeIfAbsent(
            to, place -> NewDelivery.of(place, channel.type(), name(recipient), fallbackOf));
      }
    }
  }
}
