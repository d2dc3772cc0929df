package dev.iris.local.keys;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is kept of an API key: never the key itself.
 *
 * @param id the part of the key that names it
 * @param sha256 of the whole text of the key, in hexadecimal
 * @param created in ISO 8601
 * @param name what people call it; may be empty
 */
public record ApiKey(String id, Role role, String sha256, String created, String name) {

  /** What a key may do; the services hold the table of operations. */
  public enum Role {
    ADMIN,
    OPERATOR,
    VIEWER,
    ALERT_SOURCE,
    DEPLOYER,
    PROVISIONER;

    /** As people write it: {@code alert-source}. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** The role of that text. */
    public static Optional<Role> of(String text) {
      return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }

    /** All of them, for a sentence. */
    public static String all() {
      return Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "));
    }
  }

  String line() {
    return String.join(" ", id, role.text(), sha256, created, name).strip();
  }

  static Optional<ApiKey> ofLine(String line) {
    List<String> parts = List.of(line.strip().split("\\s+", 5));
    if (line.isBlank() || line.startsWith("#") || parts.size() < 4) {
      return Optional.empty();
    }
    return Role.of(parts.get(1))
        .map(
            role ->
                new ApiKey(
                    parts.getFirst(),
                    role,
                    parts.get(2),
                    parts.get(3),
                    parts.size() > 4 ? parts.get(4) : ""));
  }
}
