package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.testing.LocalIris;
import dev.iris.testing.LocalIris.Answer;
import java.util.Map;

/** Two people who get mail, so that one can be refused and the other not. */
final class Mailboxes {

  static final String FIRST = "operations@iris.localhost";
  static final String SECOND = "oncall@iris.localhost";

  private Mailboxes() {}

  /** Gives the mail channel of the local inbox its second recipient. */
  static void ensure(LocalIris iris) {
    JsonNode mail = iris.get("/api/v1/channels/mail");
    ObjectNode wanted = mail.deepCopy();
    wanted.retain("type", "name", "enabled", "defaultAudience", "settings", "rateLimit");
    ((ObjectNode) wanted.path("settings")).putArray("recipients").add(FIRST).add(SECOND);
    Answer answer = iris.send("PUT", "/api/v1/channels/mail", wanted.toString(), Map.of());
    if (answer.status() / 100 != 2) {
      throw new IllegalStateException("the mail channel is not taken: " + answer.body());
    }
  }
}
