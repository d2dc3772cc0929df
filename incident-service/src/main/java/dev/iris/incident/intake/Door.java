package dev.iris.incident.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks a body over before it is stored, without building anything from it: is it a webhook of version 4, and how many alerts
 * does it list? Unknown keys are fine; Alertmanager adds some with every other release.
 */
final class Door {

  private Door() {}

  /** What the door says. */
  sealed interface Verdict {
    /** It may come in; it lists so many alerts, at least one; the group key is empty where none is given. */
    record Admitted(int alerts, String groupKey) implements Verdict {}

    /** It may not. */
    record Refused(Refusal refusal) implements Verdict {}
  }

  static Verdict inspect(byte[] body) {
    try (JsonParser parser = WebhookJson.FACTORY.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new Verdict.Refused(Refusal.NOT_JSON);
      }
      if (first != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return new Verdict.Refused(Refusal.NOT_AN_OBJECT);
      }
      Scan scan = new Scan();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        scan.field(parser);
      }
      if (parser.nextToken() != null) {
        return new Verdict.Refused(Refusal.NOT_JSON);
      }
      return scan.verdict();
    } catch (IOException e) {
      // Also what Jackson says about malformed UTF-8 and about nesting too deep to be an alert.
      return new Verdict.Refused(Refusal.NOT_JSON);
    }
  }

  private static final class Scan {
    private @Nullable String version;
    private String groupKey = "";
    private boolean arrays;
    private boolean arraysTwice;
    private int alerts;

    void field(JsonParser parser) throws IOException {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if ("alerts".equals(name) && value == JsonToken.START_ARRAY) {
        arraysTwice |= arrays;
        arrays = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          parser.skipChildren();
          alerts++;
        }
      } else if ("version".equals(name) && value.isScalarValue()) {
        version = parser.getText();
      } else if ("groupKey".equals(name) && value == JsonToken.VALUE_STRING) {
        groupKey = parser.getText();
      } else {
        parser.skipChildren();
      }
    }

    Verdict verdict() {
      if (!"4".equals(version)) {
        return new Verdict.Refused(Refusal.VERSION_UNSUPPORTED);
      }
      if (!arrays) {
        return new Verdict.Refused(Refusal.ALERTS_MISSING);
      }
      if (arraysTwice) {
        return new Verdict.Refused(Refusal.ALERTS_TWICE);
      }
      return alerts == 0
          ? new Verdict.Refused(Refusal.ALERTS_EMPTY)
          : new Verdict.Admitted(alerts, groupKey);
    }
  }
}
