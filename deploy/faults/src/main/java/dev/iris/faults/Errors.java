package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the services logged as errors, counted by what they say. Without a fault near it, an error is a finding. */
final class Errors {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LENGTH = 140;

  private final Map<String, Integer> counts = new TreeMap<>();

  private Errors() {}

  static Errors read(Path logs, Timeline timeline, Findings findings) {
    Errors errors = new Errors();
    try (Stream<Path> files = Files.list(logs)) {
      List<Path> services = files.filter(file -> file.toString().contains("-service")).toList();
      for (Path file : services) {
        errors.addAll(file, timeline, findings);
      }
      return errors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often each was said. */
  Map<String, Integer> counts() {
    return counts;
  }

  private void addAll(Path file, Timeline timeline, Findings findings) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new java.io.InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(java.nio.charset.CodingErrorAction.REPLACE)))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("\"level\":\"ERROR\"")) {
          add(line, timeline, findings);
        }
      }
    }
  }

  private void add(String line, Timeline timeline, Findings findings) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (IOException cutShort) {
      return;
    }
    String logger = json.path("loggerName").asText();
    String text = logger + ": " + general(json.path("message").asText());
    counts.merge(text, 1, Integer::sum);
    if (!timeline.excuses(Instant.parse(json.path("timestamp").asText()))) {
      findings.add("an error in a log, and no fault near it", line);
    }
  }

  /** Without what differs from one time to the next. */
  private static String general(String message) {
    String text =
        message.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|\\d+", "…").lines().findFirst().orElse("");
    return text.length() > LENGTH ? text.substring(0, LENGTH) : text;
  }
}
