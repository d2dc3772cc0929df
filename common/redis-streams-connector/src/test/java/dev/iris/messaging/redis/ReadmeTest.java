package dev.iris.messaging.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void shouldNameEveryAttributeAndNoOther() throws IOException {
    List<String> declared =
        Stream.of(RedisStreamsConnector.class.getAnnotationsByType(ConnectorAttribute.class))
            .map(ConnectorAttribute::name)
            .toList();

    List<String> documented =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.matches("\\| `[^`]+` \\| (string|int|boolean|duration) \\|.*"))
            .map(
                line ->
                    line.substring(line.indexOf('`') + 1, line.indexOf('`', line.indexOf('`') + 1)))
            .toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void shouldTellTheDefaults() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(
            Stream.of(RedisStreamsConnector.class.getAnnotationsByType(ConnectorAttribute.class)))
        .filteredOn(attribute -> !attribute.defaultValue().equals(ConnectorAttribute.NO_VALUE))
        .allSatisfy(
            attribute ->
                assertThat(readme)
                    .containsPattern(
                        "\\| `%s` \\| \\w+ \\| `%s` \\|"
                            .formatted(attribute.name(), attribute.defaultValue())));
  }
}
