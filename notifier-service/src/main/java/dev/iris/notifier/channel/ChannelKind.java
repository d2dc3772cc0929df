package dev.iris.notifier.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.throttle.RateLimit;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A way to reach people: the only thing that the rest of the notifier knows of Teams, mail or webhooks. Implementations are
 * beans; a new kind is a new package under {@code channel}.
 */
public interface ChannelKind {

  /** The address of a channel that is one place. */
  String ONE_PLACE = "";

  /** Its name in the API. */
  String type();

  /** Its secret fields. */
  Set<String> secretFields();

  /** The rate limit of a channel that does not set one. */
  RateLimit usualRate();

  /** Adds a fault for each thing wrong with a channel that somebody wants to have. */
  void check(ChannelDraft draft, FieldFaults faults);

  /** Where the secrets go, as text. When it changes, they must be given again, so that they are not sent elsewhere. */
  String target(ObjectNode settings);

  /** Whether a route must say which address within the channel. Without one, the channel is one place. */
  default boolean wantsAddress() {
    return false;
  }

  /** Whether an address of a route can be used; none can where the channel is one place. */
  default boolean isAddress(String address) {
    return false;
  }

  /** The addresses of the default audience; {@link #ONE_PLACE} alone if the channel is one place. */
  default List<String> defaultAddresses(Channel channel) {
    return List.of(ONE_PLACE);
  }

  /** The longest that {@link #send} and {@link #report} take. */
  Duration patience();

  /** Sends one message, in bounded time. Neither the result nor a failure holds a secret. */
  Uni<SendResult> send(Outbound outbound);

  /** Sends one confirmation, in bounded time. Neither the result nor a failure holds a secret. */
  Uni<SendResult> report(ReportOutbound outbound);
}
