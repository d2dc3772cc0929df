package dev.iris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.lab.Lab;
import dev.iris.lab.LabHost;
import dev.iris.testing.LocalIris;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;

/** Iris itself, up to the step in which Prometheus is told; there is no Prometheus, so nothing is proven. */
record ByIris(LocalIris iris, Lab lab) implements Contender, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** How a job with nobody to ask for a proof ends when all else is well. */
  private static final String SET_UP = "unproven";

  static ByIris start(Path checkout, Path data, Lab lab) {
    return new ByIris(LocalIris.start(checkout, data, lab.settings()), lab);
  }

  @Override
  public String name() {
    return "Iris";
  }

  /** Enrols one host by itself. */
  Duration one(LabHost host) throws IOException {
    ObjectNode request = common();
    describe(request.putObject("host"), host);
    Instant start = Instant.now();
    String id = post("/api/v1/enrollments", request);
    JsonNode job = await("/api/v1/enrollments/" + id, Set.of("queued", "running", "waiting"));
    return Duration.between(start, registered(job));
  }

  @Override
  public Duration enrol(List<LabHost> hosts) throws IOException {
    ObjectNode request = common().put("concurrency", hosts.size());
    hosts.forEach(host -> describe(request.withArray("hosts").addObject(), host));
    Instant start = Instant.now();
    String id = post("/api/v1/batches", request);
    await("/api/v1/batches/" + id, Set.of("running"));
    Instant last = start;
    for (JsonNode host : items("/api/v1/batches/" + id + "/hosts?limit=500")) {
      JsonNode job = iris.get("/api/v1/enrollments/" + host.path("enrollmentId").asText());
      Instant registered = registered(job);
      last = registered.isAfter(last) ? registered : last;
    }
    return Duration.between(start, last);
  }

  private static Instant registered(JsonNode job) {
    if (!job.path("status").asText().equals(SET_UP)) {
      throw new IllegalStateException("a host was not set up: " + job.toPrettyString());
    }
    return StreamSupport.stream(job.path("steps").spliterator(), false)
        .filter(step -> step.path("name").asText().equals("register"))
        .map(
            step ->
                Instant.parse(step.path("startedAt").asText())
                    .plusMillis(step.path("durationMs").asLong()))
        .findFirst()
        .orElseThrow();
  }

  private ObjectNode common() throws IOException {
    ObjectNode request = JSON.createObjectNode();
    request.putObject("login").put("user", "root").put("privateKey", Files.readString(lab.key()));
    request.putObject("hostKey").put("policy", "accept-first");
    return request;
  }

  private static void describe(ObjectNode into, LabHost host) {
    into.put("address", host.address()).put("hostname", host.name());
  }

  private String post(String path, JsonNode body) {
    LocalIris.Answer answer = iris.send("POST", path, body.toString(), Map.of());
    if (answer.status() != 202) {
      throw new IllegalStateException(path + " answered " + answer.status() + ": " + answer.body());
    }
    return answer.json().path("id").asText();
  }

  /** What is there once its status is none of these. */
  private JsonNode await(String path, Set<String> open) {
    long patience = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < patience) {
      JsonNode state = iris.get(path);
      if (!open.contains(state.path("status").asText())) {
        return state;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new IllegalStateException(path + " did not come to an end");
  }

  private List<JsonNode> items(String path) {
    return StreamSupport.stream(iris.get(path).path("items").spliterator(), false).toList();
  }

  @Override
  public void close() {
    iris.close();
  }
}
