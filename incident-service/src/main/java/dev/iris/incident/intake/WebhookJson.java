package dev.iris.incident.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** How webhook bodies are read, at the door and again later: both must see the same, or the ledger would not add up. */
final class WebhookJson {

  /** A label's name or value may be as long as a whole body may. */
  private static final int MAX_TEXT = 9 * 1024 * 1024;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(MAX_TEXT)
                  .maxStringLength(MAX_TEXT)
                  .maxNestingDepth(200)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private WebhookJson() {}
}
