package dev.iris.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/streams.md is written from the contracts: {@code mvn -pl common/events test -Ddocs.write=true} writes it anew. */
class StreamsDocTest {

  private static final Path DOC = Path.of("..", "..", "docs", "streams.md");

  @Test
  void shouldBeWhatTheContractsSay() throws IOException {
    String wanted = document();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(DOC, wanted);
    }
    assertThat(DOC).as("write it anew with -Ddocs.write=true").hasContent(wanted);
  }

  private static String document() throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Streams and events

            Written from `common/events` by a test; do not edit by hand. Every entry of a stream has a field `payload` with an
            envelope `{eventId, type, version, occurredAt, subject, sequence, traceparent, payload}`, and the fields `traceparent`
            and `tracestate` of the trace it was sent in. Delivery is at least once: consumers recognise a repeat by `eventId` and
            ignore what is older than the `sequence` they have of a `subject`. Changes are additive only.
            """);
    for (String stream :
        Arrays.stream(EventCatalog.values()).map(EventCatalog::stream).distinct().toList()) {
      text.append("\n## `").append(stream).append("`\n");
      for (EventCatalog entry : EventCatalog.values()) {
        if (entry.stream().equals(stream)) {
          text.append("\n### ")
              .append(entry.type())
              .append("\n\n")
              .append(fields(entry))
              .append('\n');
          text.append("\n```json\n").append(sample(entry)).append("\n```\n");
        }
      }
    }
    return text.toString();
  }

  private static String fields(EventCatalog entry) {
    return Arrays.stream(entry.eventClass().getRecordComponents())
        .map(StreamsDocTest::field)
        .collect(Collectors.joining(", ", "Fields: ", "."));
  }

  private static String field(RecordComponent component) {
    String type =
        component.getGenericType().getTypeName().replaceAll("[a-z.]+\\.(?:\\w+\\$)?(\\w+)", "$1");
    return "`" + component.getName() + "` " + type;
  }

  private static String sample(EventCatalog entry) throws IOException {
    Event event =
        Samples.all().stream().filter(e -> EventCatalog.of(e) == entry).findFirst().orElseThrow();
    return GoldenEventTest.golden(event).strip();
  }
}
