package dev.iris.notifier.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request, so that its author hears of all of it at once. */
public final class FieldFaults {

  private final List<FieldFault> faults = new ArrayList<>();

  /** One more. */
  public void add(String field, String message) {
    faults.add(new FieldFault(field, message));
  }

  /** A fault unless the condition holds. */
  public void require(boolean condition, String field, String message) {
    if (!condition) {
      add(field, message);
    }
  }

  /** The text of a setting, null with a fault if it is no text, or is missing or blank where it must not be. */
  public @Nullable String text(JsonNode settings, String name, boolean mandatory, int max) {
    JsonNode value = settings.get(name);
    String field = "settings." + name;
    if (value == null || value.isNull()) {
      require(!mandatory, field, "is missing");
      return null;
    }
    if (!value.isTextual() || value.textValue().isBlank() || value.textValue().length() > max) {
      add(field, "must be a text of 1 to " + max + " characters");
      return null;
    }
    if (value.textValue().chars().anyMatch(Character::isISOControl)) {
      add(field, "must not hold control characters");
      return null;
    }
    return value.textValue();
  }

  /** A fault for each setting with another name. */
  public void onlyKnown(JsonNode settings, Set<String> known) {
    settings
        .fieldNames()
        .forEachRemaining(
            name ->
                require(
                    known.contains(name),
                    "settings." + name,
                    "is not a known setting; known are " + new TreeSet<>(known)));
  }

  /** Throws all of them as one problem, if there are any. */
  public void throwIfAny() {
    if (!faults.isEmpty()) {
      throw IrisProblem.badRequest(faults);
    }
  }

  List<FieldFault> all() {
    return List.copyOf(faults);
  }
}
