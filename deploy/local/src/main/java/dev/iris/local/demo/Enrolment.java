package dev.iris.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.local.Refusal;
import dev.iris.local.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A bare host of the lab is enrolled, if there is a lab and its {@code ./iris lab env} was given to the demo. */
final class Enrolment {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Set<String> OPEN = Set.of("queued", "running", "waiting");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String address;
  private final Path key;

  private Enrolment(String address, Path key) {
    this.address = address;
    this.key = key;
  }

  /** Of the first host that the environment names. */
  static Optional<Enrolment> of(Map<String, String> environment) {
    String hosts = environment.getOrDefault("IRIS_LAB_HOSTS", "").strip();
    String key = environment.getOrDefault("IRIS_LAB_KEY", "");
    return hosts.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new Enrolment(hosts.replaceFirst("\\s.*", ""), Path.of(key)));
  }

  /**
   * Enrols it and shows each step.
   *
   * @throws Refusal if it is not set up in the end
   */
  void tell(IrisApi iris, Terminal terminal) throws InterruptedException {
    String job = iris.enroll(request());
    Set<String> shown = new HashSet<>();
    Instant deadline = Instant.now().plus(LIMIT);
    JsonNode state = iris.enrollment(job);
    while (OPEN.contains(state.path("status").asText()) && Instant.now().isBefore(deadline)) {
      show(state, shown, terminal);
      Thread.sleep(LOOK);
      state = iris.enrollment(job);
    }
    show(state, shown, terminal);
    String status = state.path("status").asText();
    switch (status) {
      case "succeeded" -> terminal.say("   enrolled, and proven by samples in Prometheus");
      case "unproven" ->
          terminal.say(
              "   set up; not proven, as no Prometheus was asked (install one, or set IRIS_PROMETHEUS_URL)");
      default -> throw new Refusal("The demo expected " + address + " to be enrolled: " + state);
    }
  }

  private JsonNode request() {
    ObjectNode request = JSON.createObjectNode();
    request.putObject("host").put("address", address).put("hostname", "demo-01");
    try {
      request.putObject("login").put("user", "deploy").put("privateKey", Files.readString(key));
    } catch (IOException e) {
      throw new Refusal("The lab's key cannot be read: " + e.getMessage());
    }
    request.putObject("hostKey").put("policy", "accept-first");
    request.putObject("labels").put("environment", "demo").put("location", "Lab");
    return request;
  }

  private static void show(JsonNode job, Set<String> shown, Terminal terminal) {
    for (JsonNode step : job.path("steps")) {
      String status = step.path("status").asText();
      String name = step.path("name").asText();
      if ((status.equals("done") || status.equals("failed")) && shown.add(name)) {
        terminal.say(
            "   %-10s %-7s %5d ms%s"
                .formatted(
                    name,
                    status,
                    step.path("durationMs").asLong(),
                    step.path("changed").asBoolean() ? "  changed" : ""));
      }
    }
  }
}
