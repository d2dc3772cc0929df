package dev.iris.local.inbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How each channel is to answer: well, unless told otherwise. A restart makes all of them good again. */
final class Behaviours {

  private final Map<Channel, Behaviour> current = new EnumMap<>(Channel.class);

  synchronized void set(Channel channel, Behaviour behaviour) {
    current.put(channel, behaviour);
  }

  /** For one request: counts it. */
  synchronized Behaviour take(Channel channel) {
    Behaviour behaviour = current.getOrDefault(channel, Behaviour.GOOD);
    current.put(channel, behaviour.afterOne());
    return behaviour;
  }

  /** All of them, by channel. */
  synchronized Map<String, Behaviour> all() {
    Map<String, Behaviour> all = new TreeMap<>();
    for (Channel channel : Channel.values()) {
      all.put(channel.text(), current.getOrDefault(channel, Behaviour.GOOD));
    }
    return all;
  }
}
