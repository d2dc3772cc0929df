package dev.iris.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.local.Refusal;
import dev.iris.local.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The main job of Iris, told in chapters. Each one does something, waits until Iris has told everybody, and shows what came of
 * it; if that is not what the chapter promises, the story ends there and says so.
 */
final class Story {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration FIRING = Duration.ofMinutes(12);
  private static final int TRIES = 3;
  private static final Map<String, Integer> ONE_EACH = Map.of("teams", 1, "mail", 1, "webhook", 1);

  private final IrisApi iris;
  private final Terminal terminal;
  private final String run;
  private final Instant began = Instant.now().minus(FIRING);
  private int chapter;
  private int posted;
  private int before;
  private int pendingBefore;

  /**
   * A story about hosts of its own.
   *
   * @param run part of the hosts' names
   */
  Story(IrisApi iris, Terminal terminal, String run) {
    this.iris = iris;
    this.terminal = terminal;
    this.run = run;
  }

  /**
   * Tells it.
   *
   * @throws Refusal if Iris does something else
   */
  void tell() throws InterruptedException {
    JsonNode ledger = iris.ledger();
    posted = ledger.path("occurrences").path("received").asInt();
    pendingBefore = pending(ledger);
    threePeers();
    mixedSeverities();
    repeats();
    resolve();
    teamsIsBusy();
    ledger();
    bareHost();
    whereToLook();
  }

  private void threePeers() throws InterruptedException {
    begin(
        "Three Alertmanagers of one cluster see the same trouble and all report it, each with its own idea of when it began.");
    post(Payload.of("high-cpu", run, "alertmanager-1", began.minusMillis(7)));
    post(Payload.of("high-cpu", run, "alertmanager-2", began));
    post(Payload.of("high-cpu", run, "alertmanager-3", began.minusSeconds(180)));
    List<IrisApi.Message> messages = awaitQuiet(ONE_EACH);
    int incidents = iris.incidents("web-01." + run).size();
    demand(incidents == 1, "one incident, but there are " + incidents);
    show("3 webhooks -> 1 incident -> %s", describe(messages));
  }

  private void mixedSeverities() throws InterruptedException {
    begin(
        "A group of three alerts: three hosts, three severities. People get one message, the gravest first.");
    post(Payload.of("mixed-severities", run, "alertmanager-1", began));
    show("1 webhook with 3 alerts -> 3 incidents -> %s", describe(awaitQuiet(ONE_EACH)));
  }

  private void repeats() throws InterruptedException {
    begin(
        "Alertmanager repeats itself, as it does every few hours, and a peer that was restarted reports everything anew.");
    int merged = iris.ledger().path("occurrences").path("merged").asInt();
    post(Payload.of("high-cpu", run, "alertmanager-1", began));
    post(Payload.of("mixed-severities", run, "alertmanager-2", began.plusMillis(500)));
    List<IrisApi.Message> messages = awaitQuiet(Map.of());
    int more = iris.ledger().path("occurrences").path("merged").asInt() - merged;
    demand(messages.isEmpty(), "no message, but these arrived: " + messages);
    show("%d alerts received, nothing new among them -> nobody is bothered", more);
  }

  private void resolve() throws InterruptedException {
    begin("The load is gone.");
    post(Payload.of("high-cpu", run, "alertmanager-1", began).resolved(Instant.now()));
    List<IrisApi.Message> messages = awaitQuiet(ONE_EACH);
    String status = iris.incidents("web-01." + run).path(0).path("status").asText();
    demand(status.equals("resolved"), "the incident to be resolved, but it is " + status);
    show("the incident is resolved -> %s", describe(messages));
  }

  private void teamsIsBusy() throws InterruptedException {
    begin("Teams is busy: it answers the next two requests with 429, Retry-After 2 seconds.");
    iris.behave("{\"channel\":\"teams\",\"status\":429,\"retryAfter\":2,\"times\":2}");
    post(Payload.of("service-down", run, "alertmanager-2", began));
    show("%s; Teams took it in the end, and only once", describe(awaitQuiet(ONE_EACH)));
    int attempts = 0;
    for (JsonNode delivery : iris.deliveries()) {
      if (delivery.path("alert").asText().contains(run)) {
        attempts = Math.max(attempts, delivery.path("attempts").asInt());
      }
    }
    demand(attempts == TRIES, TRIES + " attempts on record, but there are " + attempts);
    show("every attempt is on record: GET /api/v1/deliveries shows %d for this card", attempts);
  }

  private void ledger() throws InterruptedException {
    begin(
        "At any moment Iris can account for every alert. This is its ledger (GET /api/v1/ledger):");
    JsonNode ledger = iris.ledger();
    JsonNode occurrences = ledger.path("occurrences");
    JsonNode news = ledger.path("news");
    JsonNode deliveries = ledger.path("deliveries");
    show(
        "alerts received     %s = %s news + %s nothing new + %s rejected",
        of(occurrences, "received"),
        of(occurrences, "news"),
        of(occurrences, "merged"),
        of(occurrences, "rejected"));
    show(
        "news                %s = %s told + %s withheld + %s held + %s pending + %s undeliverable",
        of(occurrences, "news"),
        of(news, "told"),
        of(news, "withheld"),
        of(news, "held"),
        of(news, "pending"),
        of(news, "undeliverable"));
    show(
        "deliveries          %s accepted, %s pending, %s failed",
        of(deliveries, "accepted"), of(deliveries, "pending"), of(deliveries, "failed"));
    demand(
        ledger.path("balanced").asBoolean(),
        "the ledger to balance, but it says " + ledger.path("discrepancies"));
    show("it balances");
  }

  private void bareHost() throws InterruptedException {
    Optional<Enrolment> enrolment = Enrolment.of(System.getenv());
    if (enrolment.isPresent()) {
      begin("A bare host is enrolled: Alloy installed, configured, started, scraped, and proven.");
      enrolment.get().tell(iris, terminal);
    }
  }

  private void whereToLook() {
    begin("Where to look:");
    show("what people got     %s/inbox", iris.url());
    show("incidents           %s/incidents", iris.url());
    if (Enrolment.of(System.getenv()).isEmpty()) {
      show(
          "a host to enrol     sudo ./iris lab up 1; then, as root: eval \"$(./iris lab env)\"; ./iris demo");
    }
    show("as JSON             curl '%s/api/v1/incidents?status=firing'", iris.url());
    show("your Alertmanager   webhook_configs: [{url: '%s/webhooks/alertmanager'}]", iris.url());
  }

  private void begin(String text) {
    chapter++;
    terminal.say("");
    terminal.say(chapter + ". " + text);
    before = -1;
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency for one method
  private void show(String format, Object... values) {
    terminal.say("   " + format.formatted(values));
  }

  private void post(Payload payload) throws InterruptedException {
    if (before < 0) {
      before = iris.inbox().size();
    }
    iris.post(payload);
    posted += payload.alerts();
  }

  /** Waits until Iris has dealt with all that was posted and the inbox holds what is wanted, and returns what is new there. */
  private List<IrisApi.Message> awaitQuiet(Map<String, Integer> wanted)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(LIMIT);
    List<IrisApi.Message> messages = List.of();
    while (Instant.now().isBefore(deadline)) {
      boolean quiet = isQuiet();
      List<IrisApi.Message> all = iris.inbox();
      messages = all.subList(Math.min(before, all.size()), all.size());
      if (quiet && counts(messages).equals(wanted)) {
        return messages;
      }
      Thread.sleep(LOOK);
    }
    throw new Refusal(
        "The demo waited %d s for %s, but got %s; the ledger says %s."
            .formatted(LIMIT.toSeconds(), new TreeMap<>(wanted), counts(messages), iris.ledger()));
  }

  private boolean isQuiet() throws InterruptedException {
    JsonNode ledger = iris.ledger();
    JsonNode occurrences = ledger.path("occurrences");
    int settled =
        occurrences.path("news").asInt()
            + occurrences.path("merged").asInt()
            + occurrences.path("rejected").asInt();
    return occurrences.path("received").asInt() >= posted
        && settled >= posted
        && pending(ledger) <= pendingBefore;
  }

  private static int pending(JsonNode ledger) {
    return ledger.path("news").path("pending").asInt()
        + ledger.path("deliveries").path("pending").asInt();
  }

  private static void demand(boolean condition, String expectation) {
    if (!condition) {
      throw new Refusal("The demo expected " + expectation + ".");
    }
  }

  private static String describe(List<IrisApi.Message> messages) {
    String title =
        messages.stream()
            .filter(m -> m.channel().equals("mail"))
            .map(IrisApi.Message::subject)
            .findFirst()
            .orElse("");
    String counts =
        counts(messages).entrySet().stream()
            .map(
                entry ->
                    entry.getValue()
                        + " "
                        + (entry.getKey().equals("teams") ? "Teams card" : entry.getKey()))
            .collect(Collectors.joining(", "));
    return title.isEmpty() ? counts : counts + ": \"" + title + "\"";
  }

  private static Map<String, Integer> counts(List<IrisApi.Message> messages) {
    Map<String, Integer> counts = new TreeMap<>();
    messages.forEach(message -> counts.merge(message.channel(), 1, Integer::sum));
    return counts;
  }

  private static String of(JsonNode node, String name) {
    return node.path(name).asText("?");
  }
}
