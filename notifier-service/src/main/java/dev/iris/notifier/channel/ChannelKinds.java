package dev.iris.notifier.channel;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of channels there are. */
@ApplicationScoped
public class ChannelKinds {

  private final Map<String, ChannelKind> byType;

  /** These kinds. */
  @Inject
  public ChannelKinds(@All List<ChannelKind> kinds) {
    byType =
        Map.copyOf(
            kinds.stream().collect(Collectors.toMap(ChannelKind::type, Function.identity())));
  }

  /** The kind of that name; empty if this version has none. */
  public Optional<ChannelKind> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** The kind of a channel that was stored with it. */
  public ChannelKind of(Channel channel) {
    return find(channel.type())
        .orElseThrow(
            () -> new IllegalStateException("no kind of channel is named " + channel.type()));
  }

  /** The longest that any of them takes to send. */
  public Duration patience() {
    return byType.values().stream()
        .map(ChannelKind::patience)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Their names, sorted. */
  public List<String> types() {
    return List.copyOf(new TreeMap<>(byType).keySet());
  }
}
