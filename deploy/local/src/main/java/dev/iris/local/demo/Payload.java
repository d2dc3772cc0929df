package dev.iris.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What an Alertmanager posts: a file of this package's, made fresh for one run of the demo.. */
final class Payload {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int SEPARATOR = 0xff;

  private final ObjectNode json;

  private Payload(ObjectNode json) {
    this.json = json;
  }

  /**
   * Reads one.
   *
   * @param run what makes hosts of this run different from those of earlier ones
   * @param peer the Alertmanager that posts
   */
  static Payload of(String name, String run, String peer, Instant startsAt) {
    try (InputStream file = Payload.class.getResourceAsStream("/demo/" + name + ".json")) {
      if (file == null) {
        throw new IOException("there is no payload " + name);
      }
      String text =
          new String(file.readAllBytes(), StandardCharsets.UTF_8)
              .replace("${run}", run)
              .replace("${peer}", peer)
              .replace("${startsAt}", startsAt.toString());
      ObjectNode json = (ObjectNode) JSON.readTree(text);
      for (JsonNode alert : json.path("alerts")) {
        ((ObjectNode) alert).put("fingerprint", fingerprint(alert.path("labels")));
      }
      return new Payload(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same group, resolved. */
  Payload resolved(Instant endsAt) {
    ObjectNode resolved = json.deepCopy().put("status", "resolved");
    for (JsonNode alert : resolved.path("alerts")) {
      ((ObjectNode) alert).put("status", "resolved").put("endsAt", endsAt.toString());
    }
    return new Payload(resolved);
  }

  int alerts() {
    return json.path("alerts").size();
  }

  @Override
  public String toString() {
    return json.toString();
  }

  /** As Prometheus computes it: FNV-1a over the sorted labels. */
  private static String fingerprint(JsonNode labels) {
    Map<String, String> sorted = new TreeMap<>();
    labels.properties().forEach(label -> sorted.put(label.getKey(), label.getValue().asText()));
    long hash = FNV_OFFSET;
    for (Map.Entry<String, String> label : sorted.entrySet()) {
      hash = add(add(hash, label.getKey()), label.getValue());
    }
    return "%016x".formatted(hash);
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      sum = (sum ^ (b & 0xff)) * FNV_PRIME;
    }
    return (sum ^ SEPARATOR) * FNV_PRIME;
  }
}
