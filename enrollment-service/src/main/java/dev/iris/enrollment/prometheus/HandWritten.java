package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A target file that people wrote, and what in it is of one host: its address or name, or an instance or hostname that is its name, at
 * a port that Iris has scraped, too. What else they have of the host, at other ports, stays theirs.
 */
final class HandWritten {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper YAML = new YAMLMapper();

  private final String name;
  private final byte[] content;
  private final JsonNode groups;
  private final Set<String> names;
  private final Set<String> ports;

  private HandWritten(String name, byte[] content, JsonNode groups, HostTargets host) {
    this.name = name;
    this.content = content;
    this.groups = groups;
    this.names =
        Stream.of(host.address(), host.hostname())
            .map(HandWritten::plain)
            .collect(Collectors.toSet());
    this.ports =
        host.components().stream()
            .map(component -> Integer.toString(component.port()))
            .collect(Collectors.toSet());
  }

  /** A file with these bytes; empty if it is no file of targets. */
  static Optional<HandWritten> of(String name, byte[] content, HostTargets host) {
    try {
      JsonNode groups = (isJson(name) ? JSON : YAML).readTree(content);
      return groups != null && groups.isArray()
          ? Optional.of(new HandWritten(name, content, groups, host))
          : Optional.empty();
    } catch (JacksonException _) {
      // Prometheus does not read it either.
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  /** What is of the host; empty if nothing is. */
  Optional<FoundTarget> found() {
    List<String> own = new ArrayList<>();
    Map<String, String> labels = new HashMap<>();
    boolean shared = false;
    for (JsonNode group : groups) {
      List<String> ofGroup = new ArrayList<>();
      for (JsonNode target : group.path("targets")) {
        if (isOwn(group, target)) {
          ofGroup.add(target.asText());
        } else {
          shared = true;
        }
      }
      if (!ofGroup.isEmpty()) {
        own.addAll(ofGroup);
        group
            .path("labels")
            .properties()
            .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      }
    }
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(new FoundTarget(name, own, labels, shared));
  }

  /**
   * Takes what is of the host out of the file, and answers what it was: the whole file is kept beside, as {@code name.adopted.time}.
   *
   * @throws TargetException {@code target-file-shared} if that would cost the comments of other targets
   */
  Optional<FoundTarget> adopt(TargetFolder folder, Instant now) {
    Optional<FoundTarget> found = found();
    found.ifPresent(targets -> takeOut(targets, folder, now));
    return found;
  }

  private void takeOut(FoundTarget found, TargetFolder folder, Instant now) {
    if (!found.shared()) {
      folder.setAside(name, "adopted", now);
      return;
    }
    if (!isJson(name)) {
      throw new TargetException(
          "target-file-shared",
          "Take "
              + String.join(", ", found.targets())
              + " out of "
              + name
              + " by hand: it holds targets of others, and comments that would be lost.");
    }
    folder.backUp(name, content, "adopted", now);
    folder.replace(name, rest().getBytes(StandardCharsets.UTF_8));
  }

  private String rest() {
    ArrayNode rest = JSON.createArrayNode();
    for (JsonNode group : groups) {
      ArrayNode targets = JSON.createArrayNode();
      for (JsonNode target : group.path("targets")) {
        if (!isOwn(group, target)) {
          targets.add(target);
        }
      }
      if (!targets.isEmpty() && group.deepCopy() instanceof ObjectNode others) {
        rest.add(others.set("targets", targets));
      }
    }
    return rest.toPrettyString() + "\n";
  }

  private boolean isOwn(JsonNode group, JsonNode target) {
    String text = target.asText();
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !ports.contains(text.substring(colon + 1))) {
      return false;
    }
    JsonNode labels = group.path("labels");
    return names.contains(plain(text.substring(0, colon)))
        || names.contains(plain(labels.path("hostname").asText()))
        || names.contains(plain(labels.path("instance").asText().replaceFirst(":\\d+$", "")));
  }

  private static String plain(String host) {
    return host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isJson(String name) {
    return name.endsWith(".json");
  }
}
