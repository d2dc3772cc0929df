package dev.iris.enrollment.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.web.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody says about keys that they saw, each with the job that showed it: never about all that there are. */
record KeyVerdict(boolean approve, List<KnownKey> keys) {

  private static final int MOST = 5000;

  KeyVerdict {
    keys = List.copyOf(keys);
  }

  /** A key that a job showed. */
  record KnownKey(UUID enrollmentId, String fingerprint) {}

  /**
   * Reads one.
   *
   * @throws dev.iris.web.IrisProblem 400 with each field at fault
   */
  static KeyVerdict read(@Nullable JsonNode body) {
    JsonFields fields = JsonFields.of(body);
    fields.require(fields.has("approve"), "approve", "is missing");
    boolean approve = fields.flag("approve", false);
    fields.require(fields.has("keys"), "keys", "is missing");
    List<KnownKey> keys = new ArrayList<>();
    int at = 0;
    for (JsonNode key : fields.elements("keys", MOST)) {
      String field = "keys[" + at + "]";
      at++;
      JsonNode fingerprint = key.path("fingerprint");
      boolean fits = fingerprint.isTextual() && fingerprint.textValue().startsWith("SHA256:");
      fields.require(fits, field + ".fingerprint", "must be one that the batch's host-keys show");
      try {
        keys.add(
            new KnownKey(UUID.fromString(key.path("enrollmentId").asText()), fingerprint.asText()));
      } catch (IllegalArgumentException e) {
        fields.require(false, field + ".enrollmentId", "must be the id of a job");
      }
    }
    fields.throwIfAnyFault();
    return new KeyVerdict(approve, keys);
  }
}
