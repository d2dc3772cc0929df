package dev.iris.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Posts webhooks as Alertmanager does: after an error or a 5xx again, with growing pauses, until it is taken. */
final class Door implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final String NO_ANSWER = "no answer";

  private final URI webhook;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  Door(int port) {
    this.webhook = URI.create("http://127.0.0.1:" + port + "/webhooks/alertmanager/faults");
  }

  /** Returns when Iris has answered 2xx. */
  void post(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(webhook)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    Duration pause = FIRST_PAUSE;
    while (!isTaken(request)) {
      LockSupport.parkNanos(pause.toNanos());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private boolean isTaken(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      count(Integer.toString(response.statusCode()));
      if (response.statusCode() / 100 == 2) {
        return true;
      }
      if (response.statusCode() < 502) {
        wrong.add(
            "%s a webhook was answered with %d: %s"
                .formatted(Instant.now(), response.statusCode(), response.body()));
      }
      return false;
    } catch (IOException e) {
      count(NO_ANSWER);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the run was interrupted", e);
    }
  }

  private void count(String answer) {
    answers.computeIfAbsent(answer, key -> new LongAdder()).increment();
  }

  /** How often each status came, and no answer at all. */
  Map<String, Long> answers() {
    Map<String, Long> all = new TreeMap<>();
    answers.forEach((answer, count) -> all.put(answer, count.sum()));
    return all;
  }

  /** Answers that no good webhook should ever get: anything but 2xx, 502, 503 and 504. */
  Queue<String> wrong() {
    return wrong;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
