package dev.iris.acceptance;

import static dev.iris.acceptance.SharedIris.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules that Iris ships speak of metrics that Iris has: one that does not exist makes an alert that never fires. */
class OwnMetricsIT {

  private static final Pattern NAMES =
      Pattern.compile("\\b(?:iris|redis_streams|jvm|process)_[a-z_]+");
  private static final Pattern SAMPLES = Pattern.compile("^(\\w+)[{ ]", Pattern.MULTILINE);

  private static final int NEWS = 30;

  /** Only where Alertmanagers are configured that Iris asks. */
  private static final String REACHABLE = "iris_alertmanager_reachable";

  @Test
  void shouldHaveEveryMetricThatTheRulesGoBy() {
    Set<String> wanted = matches(NAMES, Shipped.file("rules/iris.yml"), 0);
    assertThat(wanted.remove(REACHABLE)).isTrue();
    haveOneRefusedAndOneSetAside();
    haveAStorm();

    assertThat(wanted).hasSizeGreaterThan(10);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(metrics()).containsAll(wanted));
  }

  /** Some counters are there from the first time on. */
  private static void haveOneRefusedAndOneSetAside() {
    assertThat(IRIS.send("POST", "/webhooks/alertmanager/metrics", "{", Map.of()).status())
        .isEqualTo(400);
    String now = Instant.now().toString();
    Webhook webhook =
        new Webhook(
            "{}:{alertname=Measured}",
            List.of(
                new Webhook.Alert("Measured", "web-01", "info", now, ""),
                new Webhook.Alert("Measured", "web-02", "info", "no date", "")));
    assertThat(
            IRIS.send("POST", "/webhooks/alertmanager/metrics", webhook.json(), Map.of()).status())
        .isEqualTo(200);
  }

  /** More news within a minute than people are told one by one. */
  private static void haveAStorm() {
    String now = Instant.now().toString();
    for (int group = 0; group < NEWS; group++) {
      Webhook webhook =
          new Webhook(
              "{}:{alertname=MeasuredStorm" + group + "}",
              List.of(new Webhook.Alert("MeasuredStorm" + group, "web-03", "info", now, "")));
      assertThat(
              IRIS.send("POST", "/webhooks/alertmanager/metrics", webhook.json(), Map.of())
                  .status())
          .isEqualTo(200);
    }
  }

  /** Of all services and replicas: which replica did something is chance. */
  private static Set<String> metrics() throws IOException, InterruptedException {
    Set<String> all = new TreeSet<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String service :
          List.of(
              "incident-service",
              "incident-service-2",
              "notifier-service",
              "notifier-service-2",
              "enrollment-service",
              "digest-service")) {
        URI address = URI.create("http://" + Shipped.address(service) + "/q/metrics");
        String text =
            http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
        all.addAll(matches(SAMPLES, text, 1));
      }
    }
    return all;
  }

  private static Set<String> matches(Pattern pattern, String text, int group) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
