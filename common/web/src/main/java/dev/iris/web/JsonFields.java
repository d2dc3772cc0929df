package dev.iris.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read field by field, so that its author hears of all that is wrong with it at once: missing fields, wrong
 * types, and names that mean nothing. What could not be read is null or empty; {@link #throwIfAnyFault} ends the reading.
 */
public final class JsonFields {

  private static final int LONGEST_NAME = 100;

  private final JsonNode object;
  private final String path;
  private final List<FieldFault> faults;
  private final Set<String> known = new HashSet<>();
  private final Map<String, JsonFields> inner = new LinkedHashMap<>();

  private JsonFields(JsonNode object, String path, List<FieldFault> faults) {
    this.object = object;
    this.path = path;
    this.faults = faults;
  }

  /**
   * The fields of a request's body.
   *
   * @throws IrisProblem 400 {@code json-invalid} if it is missing or no object
   */
  public static JsonFields of(@Nullable JsonNode body) {
    if (body == null || !body.isObject()) {
      throw IrisProblem.badRequest(Codes.JSON_INVALID, "The body must be a JSON object.");
    }
    return new JsonFields(body, "", new ArrayList<>());
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return !get(name).isNull();
  }

  /** Whether the field is there and null. */
  public boolean hasNull(String name) {
    known.add(name);
    return object.has(name) && object.get(name).isNull();
  }

  /** Whether the field is there and a text. */
  public boolean isText(String name) {
    return get(name).isTextual();
  }

  /** The fields of an object in this one; without any if it is not there. */
  public JsonFields object(String name) {
    return inner.computeIfAbsent(name, this::newObject);
  }

  private JsonFields newObject(String name) {
    JsonNode value = get(name);
    require(value.isNull() || value.isObject(), name, "must be an object");
    return new JsonFields(
        value.isObject() ? value : MissingNode.getInstance(), path + name + ".", faults);
  }

  /** A text of one line, stripped; null if it is not there. */
  public @Nullable String text(String name, int max) {
    String text = raw(name, max);
    if (text == null) {
      return null;
    }
    boolean fits = !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
    require(fits, name, "must not be blank or hold control characters");
    return fits ? text.strip() : null;
  }

  /** The same, a fault if it is not there. */
  public @Nullable String requiredText(String name, int max) {
    require(has(name), name, "is missing");
    return text(name, max);
  }

  /** A text as it is, lines and all; null if it is not there. It holds no NUL. */
  public @Nullable String raw(String name, int max) {
    JsonNode value = get(name);
    if (value.isNull()) {
      return null;
    }
    boolean fits =
        value.isTextual()
            && !value.textValue().isEmpty()
            && value.textValue().length() <= max
            && value.textValue().indexOf('\0') < 0;
    require(fits, name, "must be a text of 1 to " + max + " characters");
    return fits ? value.textValue() : null;
  }

  /** A whole number; null if it is not there. */
  public @Nullable Integer number(String name, int min, int max) {
    JsonNode value = get(name);
    if (value.isNull()) {
      return null;
    }
    boolean fits =
        value.isIntegralNumber()
            && value.canConvertToInt()
            && value.intValue() >= min
            && value.intValue() <= max;
    require(fits, name, "must be a whole number from " + min + " to " + max);
    return fits ? value.intValue() : null;
  }

  /** A yes or no. */
  public boolean flag(String name, boolean otherwise) {
    JsonNode value = get(name);
    require(value.isNull() || value.isBoolean(), name, "must be true or false");
    return value.isBoolean() ? value.booleanValue() : otherwise;
  }

  /** An object whose values are texts, as it is; a null value is a fault unless {@code nulls} are wanted. */
  public Map<String, @Nullable String> texts(String name, boolean nulls) {
    JsonNode value = get(name);
    require(value.isNull() || value.isObject(), name, "must be an object");
    Map<String, @Nullable String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      boolean fits = entry.getValue().isTextual() || (nulls && entry.getValue().isNull());
      require(fits, name + "." + shown(entry.getKey()), "must be a text");
      texts.put(entry.getKey(), entry.getValue().textValue());
    }
    return texts;
  }

  /** The elements of an array; none if it is not there. */
  public List<JsonNode> elements(String name, int max) {
    JsonNode value = get(name);
    boolean fits = value.isNull() || (value.isArray() && value.size() <= max);
    require(fits, name, "must be a list of at most " + max);
    List<JsonNode> elements = new ArrayList<>();
    if (fits) {
      value.forEach(elements::add);
    }
    return elements;
  }

  /** A fault of a field unless the condition holds. */
  public void require(boolean condition, String name, String message) {
    if (!condition) {
      faults.add(new FieldFault(path + name, message));
    }
  }

  /** Throws 400 with all that is wrong with this object and those in it, names that were never asked for included. */
  public void throwIfAnyFault() {
    noteUnknown();
    if (!faults.isEmpty()) {
      throw IrisProblem.badRequest(faults);
    }
  }

  private void noteUnknown() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> require(known.contains(name), shown(name), "is not a known field"));
    inner.values().forEach(JsonFields::noteUnknown);
  }

  private JsonNode get(String name) {
    known.add(name);
    JsonNode value = object.path(name);
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  /** A name can be anything, and as long; what is said about it goes to logs and pages. */
  private static String shown(String name) {
    String clean = name.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME) + "…";
  }
}
