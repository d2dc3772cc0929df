package dev.iris.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.iris.local.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running Iris as its users see it: everything over HTTP, nothing behind its back. */
final class IrisApi implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String url;
  private final Optional<String> key;

  /** A message of the inbox. */
  record Message(String channel, String subject) {}

  IrisApi(String url, Optional<String> key) {
    this.url = url;
    this.key = key;
  }

  String url() {
    return url;
  }

  /** Whether everything is ready. */
  boolean isReady() throws InterruptedException {
    try {
      return send("GET", "/health", "").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Posts a webhook.
   *
   * @throws Refusal if Iris does not take it
   */
  void post(Payload payload) throws InterruptedException {
    demand("POST", "/webhooks/alertmanager/demo", payload.toString());
  }

  JsonNode ledger() throws InterruptedException {
    return demand("GET", "/api/v1/ledger", "");
  }

  /** The incidents that a text is found in. */
  JsonNode incidents(String text) throws InterruptedException {
    return demand(
            "GET", "/api/v1/incidents?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8), "")
        .path("items");
  }

  JsonNode deliveries() throws InterruptedException {
    return demand("GET", "/api/v1/deliveries?limit=50", "").path("items");
  }

  /** Asks for an enrolment; answers the job's id. */
  String enroll(JsonNode request) throws InterruptedException {
    return demand("POST", "/api/v1/enrollments", request.toString()).path("id").asText();
  }

  /** How far a job is. */
  JsonNode enrollment(String id) throws InterruptedException {
    return demand("GET", "/api/v1/enrollments/" + id, "");
  }

  /** What is in the inbox, oldest first. */
  List<Message> inbox() throws InterruptedException {
    List<Message> messages = new ArrayList<>();
    for (JsonNode item : demand("GET", "/inbox/messages", "").path("items")) {
      messages.add(new Message(item.path("channel").asText(), item.path("subject").asText()));
    }
    return messages;
  }

  /** Tells a channel of the inbox how to answer. */
  void behave(String json) throws InterruptedException {
    demand("PUT", "/inbox/behaviour", json);
  }

  private JsonNode demand(String method, String path, String body) throws InterruptedException {
    try {
      HttpResponse<String> answer = send(method, path, body);
      if (answer.statusCode() / 100 != 2) {
        throw new Refusal(
            "%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
      }
      return answer.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new Refusal("%s %s got no answer: %s".formatted(method, path, e.getMessage()));
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
  }
}
