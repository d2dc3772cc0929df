package dev.iris.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A file of rules, and the cases in which they are tried. */
record RuleFile(Path file, Path cases) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern FIRING =
      Pattern.compile("ALERTS\\{alertname=\"(\\w+)\", alertstate=\"firing\"}");

  static RuleFile of(String name) {
    return new RuleFile(Path.of("rules", name), Path.of("src", "test", "promtool", name));
  }

  Stream<JsonNode> alerts() throws IOException {
    return each(YAML.readTree(file.toFile()).path("groups"))
        .flatMap(group -> each(group.path("rules")))
        .filter(rule -> rule.has("alert"));
  }

  static String name(JsonNode alert) {
    return alert.path("alert").asText();
  }

  /** The alerts that cases name, with results (they fire) or without. */
  Set<String> tried(boolean firing) throws IOException {
    return each(YAML.readTree(cases.toFile()).path("tests"))
        .flatMap(test -> each(test.path("promql_expr_test")))
        .filter(query -> query.has("exp_samples") == firing)
        .map(query -> FIRING.matcher(query.path("expr").asText()))
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
