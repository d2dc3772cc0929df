package dev.iris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.testing.LocalIris;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What reached the sinks, whatever Iris says about it: the set of transitions that the webhook channel received, and how much news
 * came to people, told one by one or counted in the messages of a storm.
 *
 * @param transitions how often each was told of at the webhook channel's sink
 */
record Arrivals(Map<Transition, Integer> transitions, Told cards, Told mails) {

  /** In each card there is how much news it tells; so there is in each mail. */
  private static final Pattern CARD_NEWS = Pattern.compile("\"iris-news-(\\d+)\"");

  private static final Pattern MAIL_NEWS = Pattern.compile("(?m)^X-Iris-News: (\\d+)");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** That an alert of a run began or ended. */
  record Transition(String run, String instance, String status) {}

  /** What people got: so many messages with so much news. */
  record Told(int messages, int news) {

    static final Told NOTHING = new Told(0, 0);

    private Told with(JsonNode message, Pattern mark) {
      Matcher found = mark.matcher(message.path("payload").asText());
      return new Told(messages + 1, news + (found.find() ? Integer.parseInt(found.group(1)) : 0));
    }
  }

  /**
   * What was sent beside what arrived.
   *
   * @param lost sent and never told of
   * @param doubled told of more than once
   * @param strange told of and never sent
   */
  record Comparison(int lost, int doubled, int strange) {

    boolean same() {
      return lost + doubled + strange == 0;
    }
  }

  Arrivals {
    transitions = Map.copyOf(transitions);
  }

  /** Takes what is in the inbox, and empties it: the next run begins with nothing. */
  static Arrivals take(LocalIris iris) {
    Map<Transition, Integer> told = new HashMap<>();
    iris.eachMessage("webhook", message -> count(message, told));
    Arrivals arrivals =
        new Arrivals(told, told(iris, "teams", CARD_NEWS), told(iris, "mail", MAIL_NEWS));
    iris.send("DELETE", "/inbox/messages", "", Map.of());
    return arrivals;
  }

  Comparison comparedWith(Set<Transition> sent) {
    int lost = (int) sent.stream().filter(one -> !transitions.containsKey(one)).count();
    int doubled = (int) transitions.values().stream().filter(times -> times > 1).count();
    int strange = (int) transitions.keySet().stream().filter(one -> !sent.contains(one)).count();
    return new Comparison(lost, doubled, strange);
  }

  private static Told told(LocalIris iris, String channel, Pattern mark) {
    AtomicReference<Told> told = new AtomicReference<>(Told.NOTHING);
    iris.eachMessage(channel, message -> told.updateAndGet(before -> before.with(message, mark)));
    return told.get();
  }

  private static void count(JsonNode message, Map<Transition, Integer> told) {
    try {
      for (JsonNode alert : JSON.readTree(message.path("payload").asText()).path("alerts")) {
        Transition transition =
            new Transition(
                alert.at("/labels/run").asText(),
                alert.path("instance").asText(),
                alert.path("status").asText());
        told.merge(transition, 1, Integer::sum);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a webhook that is no JSON", e);
    }
  }
}
