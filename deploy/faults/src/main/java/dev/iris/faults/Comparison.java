package dev.iris.faults;

import dev.iris.faults.Rows.Believed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares what was sent with what arrived. The webhook channel is compared piece by piece with the model. Every channel is compared
 * delivery by delivery with what Iris believes: what it calls accepted must have arrived, and what it calls failed must have been
 * refused and told elsewhere.
 */
final class Comparison {

  /** What the suite has channels answer that is final. */
  private static final Set<String> REFUSALS = Set.of("http-410", "smtp-550");

  private final Map<News, Instant> sent;
  private final List<Believed> believed;
  private final Receipts receipts;
  private final Map<String, List<Told>> arrived;
  private final Findings findings;
  private final Map<News, Instant> firstTold = new HashMap<>();
  private final Map<String, List<Told>> doubles = new HashMap<>();
  private final List<Told> unrecorded = new ArrayList<>();
  private final List<News> lost = new ArrayList<>();

  /** @param arrived by place */
  Comparison(
      Map<News, Instant> sent,
      List<Believed> believed,
      Receipts receipts,
      Map<String, List<Told>> arrived,
      Findings findings) {
    this.sent = sent;
    this.believed = believed;
    this.receipts = receipts;
    this.arrived = arrived;
    this.findings = findings;
  }

  void run() {
    compareWebhooks(arrived.getOrDefault("webhook", List.of()));
    compareNews();
    arrived.forEach(this::compareDeliveries);
    believed.stream()
        .filter(one -> one.status().equals("failed") && !REFUSALS.contains(one.errorCode()))
        .forEach(
            one -> findings.add("given up, though nobody refused it for good", one.toString()));
  }

  /** Deliveries that more than one message told. */
  Map<String, List<Told>> doubles() {
    return doubles;
  }

  /** Storm messages whose outcome is not on record: what they told was told again. */
  List<Told> unrecorded() {
    return unrecorded;
  }

  /** What Iris took and never saw as news. */
  List<News> lost() {
    return lost;
  }

  /** How many pieces of news Iris says it told, by place. */
  Map<String, Long> tellings() {
    return believed.stream()
        .filter(Believed::isAccepted)
        .collect(Collectors.groupingBy(Believed::place, TreeMap::new, Collectors.counting()));
  }

  private void compareWebhooks(List<Told> webhooks) {
    Map<News, Set<String>> transitions = new HashMap<>();
    Map<News, Set<String>> deliveries = new HashMap<>();
    for (Told webhook : webhooks) {
      for (Told.Item item : webhook.items()) {
        firstTold.merge(item.news(), webhook.at(), (a, b) -> a.isBefore(b) ? a : b);
        transitions.computeIfAbsent(item.news(), key -> new HashSet<>()).add(item.transitionId());
        deliveries.computeIfAbsent(item.news(), key -> new HashSet<>()).add(webhook.id());
      }
    }
    Set<News> failedOver = failedOver("webhook");
    for (News news : sent.keySet()) {
      if (!firstTold.containsKey(news) && !failedOver.contains(news)) {
        findings.add("sent, and never told by webhook", news + " sent " + sent.get(news));
      }
    }
    firstTold.keySet().stream()
        .filter(news -> !sent.containsKey(news))
        .forEach(news -> findings.add("told by webhook, and never sent", news.toString()));
    more(transitions, "told as two different pieces of news");
    more(deliveries, "told by webhook in two different deliveries");
  }

  private void more(Map<News, Set<String>> ids, String kind) {
    ids.forEach(
        (news, distinct) -> {
          if (distinct.size() > 1) {
            findings.add(kind, news + ": " + distinct);
          }
        });
  }

  /** What a place refused for good and another one took. */
  private Set<News> failedOver(String place) {
    Set<News> elsewhere =
        believed.stream()
            .filter(Believed::isAccepted)
            .map(Believed::news)
            .collect(Collectors.toSet());
    return believed.stream()
        .filter(one -> one.place().equals(place) && one.status().equals("failed"))
        .map(Believed::news)
        .filter(elsewhere::contains)
        .collect(Collectors.toSet());
  }

  /** Every piece of news must have reached somebody. */
  private void compareNews() {
    Set<News> reached =
        believed.stream()
            .filter(Believed::isAccepted)
            .map(Believed::news)
            .collect(Collectors.toSet());
    Set<News> known = believed.stream().map(Believed::news).collect(Collectors.toSet());
    for (News news : sent.keySet()) {
      if (!known.contains(news)) {
        findings.add("sent, and no news to Iris", news.toString());
        lost.add(news);
      } else if (!reached.contains(news)) {
        findings.add("sent, and nobody was reached", news.toString());
      }
    }
    known.stream()
        .filter(news -> !sent.containsKey(news))
        .forEach(news -> findings.add("news to Iris, and never sent", news.toString()));
  }

  private void compareDeliveries(String place, List<Told> messages) {
    Map<String, List<Told>> byDelivery = new HashMap<>();
    for (Told message : messages) {
      Set<String> covered = receipts.covered(message);
      covered.forEach(id -> byDelivery.computeIfAbsent(id, key -> new ArrayList<>()).add(message));
      if (covered.isEmpty()) {
        unrecorded.add(message);
      } else if (message.claimed() != receipts.news(covered)) {
        findings.add(
            "says another number of news than it tells",
            "%s says %d and tells %d"
                .formatted(message, message.claimed(), receipts.news(covered)));
      }
    }
    byDelivery.forEach(
        (id, all) -> {
          if (all.size() > 1) {
            doubles.put(id, all);
          }
        });
    believed.stream()
        .filter(one -> one.place().equals(place) && one.isAccepted())
        .filter(one -> !byDelivery.containsKey(one.deliveryId()))
        .forEach(
            one ->
                findings.add(
                    "Iris believes it was taken, and it never arrived: " + place, one.toString()));
  }

  /** The longest time from a 200 to the first webhook, of those that met the fault. */
  Duration longestUntold(Timeline.Entry fault) {
    Duration longest = Duration.ZERO;
    for (Map.Entry<News, Instant> told : firstTold.entrySet()) {
      Instant from = sent.get(told.getKey());
      if (from != null && fault.meets(from, told.getValue())) {
        Duration untold = Duration.between(from, told.getValue());
        longest = untold.compareTo(longest) > 0 ? untold : longest;
      }
    }
    return longest;
  }
}
