package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A group of targets as Prometheus reads it from files and over HTTP; the same text for the same host each time. */
record TargetGroup(List<String> targets, SortedMap<String, String> labels) {

  static final String HOST_LABEL = "iris_host";
  static final String COMPONENT_LABEL = "iris_component";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  TargetGroup {
    targets = List.copyOf(targets);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** One for each component, so that each has its own path, job and {@code up}. */
  static List<TargetGroup> of(HostTargets host, String componentPath) {
    return host.components().stream().map(component -> of(host, component, componentPath)).toList();
  }

  private static TargetGroup of(
      HostTargets host, ScrapedComponent component, String componentPath) {
    SortedMap<String, String> labels = labels(host, component);
    String path = component.path();
    labels.put(
        "__metrics_path__", path == null ? componentPath.replace("{id}", component.id()) : path);
    return new TargetGroup(List.of(HostAddress.withPort(host.address(), component.port())), labels);
  }

  /** The labels that each sample of a component carries. */
  static SortedMap<String, String> labels(HostTargets host, ScrapedComponent component) {
    SortedMap<String, String> labels = new TreeMap<>(host.labels());
    labels.putAll(
        Map.of(
            "job",
            component.job(),
            "instance",
            host.hostname(),
            "hostname",
            host.hostname(),
            HOST_LABEL,
            host.hostId().toString(),
            COMPONENT_LABEL,
            component.id()));
    return labels;
  }

  /** The JSON of groups, as a file or an answer holds it. */
  static byte[] json(List<TargetGroup> groups) {
    try {
      return (JSON.writeValueAsString(groups) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings must be writable", e);
    }
  }
}
