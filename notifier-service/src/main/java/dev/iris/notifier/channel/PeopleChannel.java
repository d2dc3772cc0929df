package dev.iris.notifier.channel;

import io.smallrye.mutiny.Uni;

/** A kind of channel that people read, and not programs: in a storm it tells many notifications with one message. */
public interface PeopleChannel extends ChannelKind {

  /** Sends one message for all that a storm is about, in bounded time. Neither the result nor a failure holds a secret. */
  Uni<SendResult> tell(StormOutbound outbound);
}
