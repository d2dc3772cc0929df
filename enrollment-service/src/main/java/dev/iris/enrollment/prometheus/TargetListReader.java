package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a Prometheus' list of targets from the wire, one at a time: only those of one host stay, however many there are. */
final class TargetListReader {

  private final String host;
  private final List<TargetState> found = new ArrayList<>();

  private TargetListReader(String host) {
    this.host = host;
  }

  /** The targets of a host. */
  static List<TargetState> read(JsonParser answer, String host) throws IOException {
    TargetListReader reader = new TargetListReader(host);
    reader.readAnswer(answer);
    return List.copyOf(reader.found);
  }

  private void readAnswer(JsonParser answer) throws IOException {
    while (answer.nextToken() != null) {
      if (answer.currentToken() == JsonToken.START_ARRAY) {
        switch (String.valueOf(answer.currentName())) {
          case "activeTargets" -> readTargets(answer, false);
          case "droppedTargets" -> readTargets(answer, true);
          default -> answer.skipChildren();
        }
      }
    }
  }

  private void readTargets(JsonParser answer, boolean dropped) throws IOException {
    while (answer.nextToken() == JsonToken.START_OBJECT) {
      JsonNode target = answer.readValueAsTree();
      TargetState state = TargetState.of(target, dropped);
      if (state.isOf(host)) {
        found.add(state);
      }
    }
  }
}
