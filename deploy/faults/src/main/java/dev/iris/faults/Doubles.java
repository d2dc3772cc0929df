package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Explains messages that came twice by Iris' own receipts: an attempt whose answer was lost must have been tried again. */
final class Doubles {

  private final Lab lab;
  private final Timeline timeline;
  private final Findings findings;
  private final Map<String, Integer> byReason = new TreeMap<>();

  Doubles(Lab lab, Timeline timeline, Findings findings) {
    this.lab = lab;
    this.timeline = timeline;
    this.findings = findings;
  }

  void explain(Map<String, List<Told>> doubles, List<Told> unrecorded) {
    doubles.forEach(this::explainOne);
    for (Told message : unrecorded) {
      if (timeline.excuses(message.at())) {
        count(message, "a storm's message, and nobody lived to record its outcome");
      } else {
        findings.add("arrived, and no receipt knows of it", message.toString());
      }
    }
  }

  /** How many deliveries were told once more, by place and reason. */
  Map<String, Integer> byReason() {
    return byReason;
  }

  private void explainOne(String deliveryId, List<Told> messages) {
    Told first = messages.getFirst();
    JsonNode delivery = lab.get("/api/v1/deliveries/" + deliveryId);
    List<JsonNode> receipts = Sinks.items(delivery.path("receipts"));
    int attempts = delivery.path("delivery").path("attempts").asInt();
    long accepted = receipts.stream().filter(one -> outcome(one).equals("accepted")).count();
    String reason = null;
    if (attempts >= messages.size() && timeline.excuses(first.at())) {
      if (receipts.size() < attempts) {
        reason = "killed, or without its database, before the answer was on record";
      } else if (accepted > 1) {
        reason = "stopped for longer than its lease, and another replica took over";
      } else {
        reason =
            receipts.stream()
                .filter(one -> !outcome(one).equals("accepted"))
                .map(one -> one.path("errorCode").asText())
                .filter(code -> !code.startsWith("http-4"))
                .findFirst()
                .map(code -> "the answer was lost (" + code + ")")
                .orElse(null);
      }
    }
    if (reason == null) {
      findings.add(
          "arrived more than once without a reason",
          "%s delivery %s at %s: %s"
              .formatted(
                  first.place(), deliveryId, messages.stream().map(Told::at).toList(), delivery));
    } else {
      String why = reason;
      messages.stream().skip(1).forEach(again -> count(again, why));
    }
  }

  private void count(Told message, String reason) {
    byReason.merge(message.place() + ": " + reason, 1, Integer::sum);
  }

  private static String outcome(JsonNode receipt) {
    return receipt.path("outcome").asText();
  }
}
