package dev.iris.web.access;

import dev.iris.web.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The key file: one key a line, fields separated by blanks, UTF-8.
 *
 * <pre>
 * # keyId role sha256 created name
 * k7f3a2 operator 9f86d081…(64 hex digits) 2026-01-31T08:00:00Z Ana's laptop
 * </pre>
 *
 * <ul>
 *   <li>The key itself reads {@code iris_<keyId>_<secret>}; the secret is 32 random bytes as 43 characters of base64url.
 *   <li>{@code sha256} is over the whole text of the key, in lower-case hex.
 *   <li>{@code role} is admin, operator, viewer, alert-source, deployer or provisioner. {@code created} and {@code name} are for people.
 *   <li>Empty lines and lines that begin with {@code #} are skipped.
 * </ul>
 *
 * A line that cannot be read is skipped with a warning that names its number: one slip must not lock everybody out, and the
 * content of a line is never logged.
 */
final class KeyFile {

  private static final Logger LOG = Logger.getLogger(KeyFile.class);
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private KeyFile() {}

  static Map<String, ApiKey> parse(List<String> lines) {
    Map<String, ApiKey> keys = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Optional<ApiKey> key = key(line);
      if (key.isEmpty() || keys.putIfAbsent(key.get().id(), key.get()) != null) {
        LOG.warnf(
            "line %d of the key file is skipped: it is no key, or repeats the id of one above",
            i + 1);
      }
    }
    return Map.copyOf(keys);
  }

  private static Optional<ApiKey> key(String line) {
    String[] fields = BLANKS.split(line, 4);
    if (fields.length < 3
        || !ID.matcher(fields[0]).matches()
        || !SHA256.matcher(fields[2]).matches()) {
      return Optional.empty();
    }
    return Role.of(fields[1]).map(role -> new ApiKey(fields[0], role, fields[2]));
  }
}
