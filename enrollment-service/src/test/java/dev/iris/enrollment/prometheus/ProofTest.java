package dev.iris.enrollment.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.iris.enrollment.prometheus.Verdict.Broken;
import dev.iris.enrollment.prometheus.Verdict.Proven;
import dev.iris.enrollment.prometheus.Verdict.Unproven;
import dev.iris.testing.HttpSink;
import dev.iris.testing.HttpSink.Answer;
import dev.iris.testing.Prometheus;
import dev.iris.testing.RequiresPeer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a stand-in for Alloy that answers as each test says. */
@RequiresPeer("prometheus")
class ProofTest {

  private static final Pattern COMPONENT = Pattern.compile("/api/v0/component/([^/]*)/metrics");

  @TempDir private static Path folder;
  private static final Map<String, Answer> ANSWERS = new ConcurrentHashMap<>();
  private static HttpSink alloy;
  private static Prometheus prometheus;
  private static TargetFolder targets;
  private static Proof proof;

  @BeforeAll
  static void start() throws Exception {
    targets = TargetFolder.open(folder);
    alloy = HttpSink.start();
    alloy.answerBy(
        request ->
            ANSWERS.getOrDefault(
                COMPONENT.matcher(request.path()).replaceFirst("$1"), Answer.status(404)));
    prometheus = Prometheus.start(folder.resolve("server"), configuration());
    proof =
        Proofs.at(Map.of("targets-folder", folder.toString(), "url", prometheus.uri().toString()));
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    alloy.close();
  }

  @Test
  void shouldProveWhatHasAFreshSampleOfItsOwn() throws Exception {
    metrics("unix", "node_uname_info{nodename=\"web-01\"} 1");
    metrics("pg_main", "pg_up 1");
    HostTargets host =
        Hosts.web("127.0.0.1", scraped("unix", "node_uname_info"), scraped("pg_main", "pg_up"));
    Instant before = Instant.now();
    register(host);

    assertThat(proof.of("default", host, before))
        .hasSize(2)
        .allSatisfy(
            one ->
                assertThat(one.verdict())
                    .isInstanceOfSatisfying(
                        Proven.class, proven -> assertThat(proven.sampleAt()).isAfter(before)));
  }

  /** One host with everything that can be wrong behind a target, so that the wait is paid once. */
  @Test
  void shouldNameTheSegmentThatIsBroken() throws Exception {
    metrics("db_down", "pg_up 0");
    metrics("only_up", "something_else 1");
    metrics("clash", "clash_up 1");
    metrics("renamed", "renamed_up 1");
    metrics("left_out", "left_out_up 1");
    ANSWERS.put("login", Answer.status(401));
    ANSWERS.put("page", Answer.status(200).withBody("<html>"));
    HostTargets host =
        Hosts.web(
            "127.0.0.1",
            scraped("db_down", "pg_up"),
            scraped("only_up", "mysql_up"),
            scraped("clash", "clash_up"),
            scraped("renamed", "renamed_up"),
            scraped("left_out", "left_out_up"),
            scraped("login", "login_up"),
            scraped("page", "page_up"),
            scraped("gone", "gone_up"),
            ScrapedComponent.ofAlloy("closed", "alloy", "closed_up", 1));
    register(host);

    List<ComponentProof> found = proof.of("default", host, Instant.now());

    assertThat(
            found.stream().collect(Collectors.toMap(one -> one.component().id(), ProofTest::code)))
        .isEqualTo(
            Map.of(
                "db_down", "sample service-down",
                "only_up", "sample sample-missing",
                "clash", "sample sample-labels-differ",
                "renamed", "prometheus-target target-labels-differ",
                "left_out", "prometheus-target target-dropped",
                "login", "alloy scrape-login-refused",
                "page", "alloy no-metrics",
                "gone", "alloy component-missing",
                "closed", "port port-refused"));
    assertThat(found)
        .allSatisfy(
            one ->
                assertThat(one.verdict())
                    .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> assertThat(broken.remedy()).hasSizeGreaterThan(40)));
  }

  @Test
  void shouldNotBeContentWithASampleOfBefore() throws Exception {
    metrics("fading", "fading_up 1");
    HostTargets host = Hosts.web("127.0.0.1", scraped("fading", "fading_up"));
    register(host);
    assertThat(proof.of("default", host, Instant.EPOCH)).allMatch(ComponentProof::proven);

    metrics("fading", "something_else 1");
    long asked = requests("fading");
    // The scrape that is under way may still have found it.
    await().untilAsserted(() -> assertThat(requests("fading")).isGreaterThan(asked + 1));

    assertThat(proof.now("default", host, Instant.now()))
        .extracting(ProofTest::code)
        .containsExactly("sample sample-stale");
  }

  @Test
  void shouldProveNewLabelsOnlyByASampleThatHasThem() throws Exception {
    metrics("moving", "moving_up 1");
    HostTargets before = Hosts.web("127.0.0.1", scraped("moving", "moving_up"));
    register(before);
    assertThat(proof.of("default", before, Instant.EPOCH)).allMatch(ComponentProof::proven);
    HostTargets after =
        new HostTargets(
            before.hostId(),
            "127.0.0.1",
            "web-02",
            Map.of("team", "a\\b\"c{}"),
            before.components());

    assertThat(proof.now("default", after, Instant.EPOCH))
        .extracting(ProofTest::code)
        .containsExactly("prometheus-target target-labels-differ");

    register(after);
    assertThat(proof.of("default", after, Instant.EPOCH)).allMatch(ComponentProof::proven);
  }

  @Test
  void shouldMissATargetThatNobodyRegistered() throws Exception {
    HostTargets host = Hosts.web("127.0.0.1", scraped("unix", "node_uname_info"));

    assertThat(proof.now("default", host, Instant.EPOCH))
        .extracting(ProofTest::code)
        .containsExactly("prometheus-target target-missing");
  }

  @Test
  void shouldCallNothingProvenThatNobodyAnswersFor() throws Exception {
    HostTargets host = Hosts.web("127.0.0.1", Hosts.NODE);
    try (HttpSink other = HttpSink.start()) {
      Proof there = Proofs.at(Map.of("discovery", "http", "url", other.uri("/prom").toString()));
      for (Answer answer :
          List.of(
              Answer.status(500),
              Answer.status(302).withHeader("Location", prometheus.uri().toString()),
              Answer.hangUp(),
              Answer.status(200).withBody("<html>"))) {
        other.answerAlways(answer);
        assertThat(there.now("default", host, Instant.EPOCH))
            .as(answer.toString())
            .extracting(ProofTest::code)
            .containsExactly("prometheus-unreachable");
      }
      assertThat(other.requests()).allMatch(request -> request.path().startsWith("/prom/api/v1/"));
    }
    assertThat(Proofs.at(Map.of("discovery", "http")).of("default", host, Instant.EPOCH))
        .extracting(ProofTest::code)
        .containsExactly("prometheus-url-missing");
  }

  @Test
  void shouldEndWhenNobodyWantsToKnowAnyMore() throws Exception {
    HostTargets host = Hosts.web("127.0.0.1", scraped("unix", "node_uname_info"));
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> proof.of("default", host, Instant.now()));
  }

  private static String configuration() {
    return """
      global: {scrape_interval: 1s, scrape_timeout: 1s}
      scrape_configs:
        - job_name: iris-hosts
          file_sd_configs:
            - files: ['%s/iris-*.json']
          relabel_configs:
            - {source_labels: [iris_component], regex: 'left_out', action: drop}
            - {source_labels: [iris_component], regex: 'renamed', target_label: environment, replacement: test}
          metric_relabel_configs:
            - {source_labels: [__name__], regex: 'clash_up', target_label: environment, replacement: test}
      """
        .formatted(folder);
  }

  private static String code(ComponentProof one) {
    return switch (one.verdict()) {
      case Proven _ -> "proven";
      case Broken(Segment segment, String code, String _) -> segment.text() + " " + code;
      case Unproven(String code, String _) -> code;
    };
  }

  private static ScrapedComponent scraped(String id, String healthSeries) {
    return ScrapedComponent.ofAlloy(id, "alloy", healthSeries, alloy.port());
  }

  private static void metrics(String component, String line) {
    ANSWERS.put(component, Answer.status(200).withBody(line + "\n"));
  }

  private static void register(HostTargets host) {
    targets.write(
        host.hostId(), TargetGroup.json(TargetGroup.of(host, "/api/v0/component/{id}/metrics")));
  }

  private static long requests(String component) {
    return alloy.requests().stream()
        .filter(request -> request.path().contains("/" + component + "/"))
        .count();
  }
}
