package dev.iris.incident.reconciliation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Asks peers for their alerts, all at once. Blocks, for as long as one peer may take. Follows no redirect: the credential is for
 * the address that was configured.
 */
@Singleton
final class PeerClient {

  private static final int OK = 200;

  private final AlertListReader reader;
  private final Duration timeout;

  PeerClient(
      ReconciliationConfig config,
      @ConfigProperty(name = "iris.incident.lifecycle.heartbeat-alert") String heartbeatAlert) {
    this.reader = new AlertListReader(config.maxAnswerBytes(), heartbeatAlert);
    this.timeout = config.timeout();
  }

  /**
   * Answers for each peer, in their order.
   *
   * @param open fingerprints of open incidents: of their alerts nothing more is kept
   */
  List<PeerAnswer> ask(List<Peer> peers, Set<String> open) {
    long deadline = System.nanoTime() + timeout.toNanos();
    // One for each time: a minute is too long to keep connections, and most services need none.
    HttpClient http = client();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Peer, Future<PeerAnswer>> asked = new LinkedHashMap<>();
      peers.forEach(peer -> asked.put(peer, threads.submit(() -> ask(http, peer, open))));
      List<PeerAnswer> answers = new ArrayList<>();
      asked.forEach((peer, answer) -> answers.add(await(peer, answer, deadline)));
      http.shutdownNow();
      return answers;
    }
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(timeout)
        .build();
  }

  private static PeerAnswer await(Peer peer, Future<PeerAnswer> answer, long deadline) {
    try {
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Interrupts whoever waits for the next byte.
      answer.cancel(true);
      return new PeerAnswer.Silent(peer, "timeout");
    } catch (ExecutionException e) {
      return new PeerAnswer.Silent(peer, reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(true);
      return new PeerAnswer.Silent(peer, "interrupted");
    }
  }

  private PeerAnswer ask(HttpClient http, Peer peer, Set<String> open)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(peer.alerts()).timeout(timeout).header("Accept", "application/json");
    peer.authorization().ifPresent(value -> request.header("Authorization", value));
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      return response.statusCode() == OK
          ? new PeerAnswer.Listed(peer, reader.read(body, open))
          : new PeerAnswer.Silent(peer, "status " + response.statusCode());
    }
  }

  /** For the log: never what the peer sent. */
  private static String reason(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> "unknown";
      case StreamConstraintsException _ -> "answer too large";
      case UnreadableListException _ -> "no list of alerts";
      case JacksonException _ -> "no list of alerts";
      case HttpTimeoutException _ -> "timeout";
      default -> failure.getClass().getSimpleName();
    };
  }
}
