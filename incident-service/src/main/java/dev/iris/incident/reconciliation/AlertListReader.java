package dev.iris.incident.reconciliation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a peer's list of alerts from the wire, one at a time: of most alerts nothing stays but the fingerprint, however long
 * the list is. A list that is not whole, or holds something that is no alert, is no list: what it lacks would prove nothing.
 */
final class AlertListReader {

  /** More alerts without an incident than this are left for the next time. */
  private static final int MOST_UNHEARD = 1_000;

  /** And more text than this, in characters, for all of them and for a single one. */
  private static final int MOST_TEXT = 4 * 1024 * 1024;

  private static final int LONGEST_TEXT = 1024 * 1024;
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

  private final JsonFactory json;
  private final String heartbeatAlert;

  AlertListReader(long maxBytes, String heartbeatAlert) {
    this.heartbeatAlert = heartbeatAlert;
    this.json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(maxBytes)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_TEXT)
                    .maxNestingDepth(20)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
  }

  /**
   * Reads a whole list.
   *
   * @param open fingerprints whose alerts need not be kept
   */
  PeerView read(InputStream in, Set<String> open) throws IOException {
    try (JsonParser parser = json.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new UnreadableListException("not a list");
      }
      Gathered gathered = new Gathered(open);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        gathered.add(new Item(parser));
      }
      if (parser.currentToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
        throw new UnreadableListException("not a list of alerts");
      }
      return gathered.view();
    }
  }

  private final class Gathered {
    private final Set<String> open;
    private final Set<String> known = new HashSet<>();
    private final Set<String> suppressed = new HashSet<>();
    private final Map<String, PeerAlert> unheard = new HashMap<>();
    private long text;
    private boolean alive;

    Gathered(Set<String> open) {
      this.open = open;
    }

    void add(Item item) throws UnreadableListException {
      String name = item.labels.getOrDefault("alertname", "");
      if (!FINGERPRINT.matcher(item.fingerprint).matches() || item.state.isEmpty()) {
        throw new UnreadableListException("not an alert");
      }
      known.add(item.fingerprint);
      alive |= name.equals(heartbeatAlert);
      if (item.state.equals("suppressed")) {
        suppressed.add(item.fingerprint);
      } else if (item.state.equals("active")
          && !name.isBlank()
          && !name.equals(heartbeatAlert)
          && !open.contains(item.fingerprint)) {
        keep(item);
      }
    }

    private void keep(Item item) {
      Instant startsAt = time(item.startsAt);
      if (startsAt != null && item.text <= MOST_TEXT - text && unheard.size() < MOST_UNHEARD) {
        text += item.text;
        unheard.put(
            item.fingerprint,
            new PeerAlert(
                item.fingerprint,
                item.labels,
                item.annotations,
                startsAt,
                item.generatorUrl.isEmpty() ? null : item.generatorUrl,
                item.receivers));
      }
    }

    PeerView view() {
      return new PeerView(known, suppressed, unheard, alive);
    }
  }

  /** One element of the list; text beyond {@link #MOST_TEXT} is counted and not kept. */
  private static final class Item {
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();
    private final Set<String> receivers = new HashSet<>();
    private String fingerprint = "";
    private String state = "";
    private String startsAt = "";
    private String generatorUrl = "";
    private long text;

    Item(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "fingerprint" -> fingerprint = text(parser);
          case "startsAt" -> startsAt = text(parser);
          case "generatorURL" -> generatorUrl = text(parser);
          case "labels" -> readTexts(parser, labels);
          case "annotations" -> readTexts(parser, annotations);
          case "status" -> state = textOf(parser, "state");
          case "receivers" -> readReceivers(parser);
          default -> parser.skipChildren();
        }
      }
    }

    private void readReceivers(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        receivers.add(textOf(parser, "name"));
      }
    }

    /** The texts of an object; anything else in it, or instead of it, is passed over. */
    private void readTexts(JsonParser parser, Map<String, String> into) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        String value = text(parser);
        text += name.length() + value.length();
        if (text <= MOST_TEXT) {
          into.put(name, value);
        }
      }
    }

    /** One text of an object. */
    private static String textOf(JsonParser parser, String field) throws IOException {
      String found = "";
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return found;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(field);
        parser.nextToken();
        String value = text(parser);
        found = wanted ? value : found;
      }
      return found;
    }

    private static String text(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      parser.skipChildren();
      return "";
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
